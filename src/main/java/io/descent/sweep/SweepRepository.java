package io.descent.sweep;

import io.descent.job.JobStatus;
import io.descent.storage.Labels;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The sweeps of an owner. */
interface SweepRepository extends Repository<Sweep, UUID>, JpaSpecificationExecutor<Sweep> {

  Optional<Sweep> findByIdAndOwner(UUID id, String owner);

  boolean existsByIdAndOwner(UUID id, String owner);

  /** Locks the row until the end of the transaction. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select s from Sweep s where s.id = :id and s.owner = :owner")
  Optional<Sweep> locked(UUID id, String owner);

  @Modifying
  @Query(
      """
      update Sweep s set s.name = :name, s.labels = :labels, s.updatedAt = :now
      where s.id = :id and s.owner = :owner
      """)
  void label(UUID id, String owner, String name, Labels labels, Instant now);

  /** In the order of the index, or H2 would read and sort all of the name. */
  @Query(
      """
      select s.id from Sweep s where s.owner = :owner and s.name = :name
      order by s.owner desc, s.name desc, s.id desc
      """)
  List<UUID> named(String owner, String name, Limit limit);

  @Modifying
  @Query(
      """
      update Sweep s set s.status = :to, s.generation = s.generation + 1, s.updatedAt = :now
      where s.id = :id and s.owner = :owner and s.status = :seen
      """)
  int ask(UUID id, String owner, JobStatus seen, JobStatus to, Instant now);

  @Modifying
  @Query("delete from Sweep s where s.id = :id and s.owner = :owner and s.finishedAt is not null")
  int deleteEnded(UUID id, String owner);
}
