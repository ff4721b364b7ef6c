package io.descent.job;

import io.descent.storage.Labels;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The jobs of an owner. */
interface JobRepository extends Repository<Job, UUID>, JpaSpecificationExecutor<Job> {

  /** How many waiting jobs a worker would take before this one, and itself. */
  record Place(UUID id, long position) {}

  Optional<Job> findByIdAndOwner(UUID id, String owner);

  /** A job, and when it was created. */
  record Created(UUID id, Instant at) {}

  /** The newest first. */
  @Query(
      """
      select j.id, j.createdAt from Job j where j.owner = :owner and j.id > :first
      order by j.owner desc, j.id desc
      """)
  List<Created> createdAfter(String owner, UUID first, Limit most);

  @Query(
      WatchedJob.SELECT + " where j.owner = :owner and j.state.status in :statuses order by j.id")
  List<WatchedJob> watched(String owner, Collection<JobStatus> statuses);

  @Query(WatchedJob.SELECT + " where j.owner = :owner and j.id in :ids order by j.id")
  List<WatchedJob> watched(String owner, List<UUID> ids);

  /** In the order of the index, or H2 would read and sort all of the name. */
  @Query(
      """
      select j.id from Job j where j.owner = :owner and j.name = :name
      order by j.owner desc, j.name desc, j.id desc
      """)
  List<UUID> named(String owner, String name, Limit limit);

  /** Locks the row until the end of the transaction. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select j from Job j where j.id = :id and j.owner = :owner")
  Optional<Job> locked(UUID id, String owner);

  @Modifying
  @Query(
      """
      update Job j set j.name = :name, j.labels = :labels, j.updatedAt = :now
      where j.id = :id and j.owner = :owner
      """)
  void label(UUID id, String owner, String name, Labels labels, Instant now);

  @Query("select j.state, j.sweepId from Job j where j.id = :id and j.owner = :owner")
  Optional<WorkerJobs.Held> state(UUID id, String owner);

  long countByOwner(String owner);

  @Query("select count(j) from Job j where j.owner = :owner and j.state.status in :statuses")
  long count(String owner, Collection<JobStatus> statuses);

  @Query(
      """
      select q.id, q.position from (
        select j.id as id, j.owner as owner,
          row_number() over (order by j.priority desc, j.queuedAt, j.id) as position
        from Job j where j.state.status = QUEUED) q
      where q.id in :ids and q.owner = :owner
      """)
  List<Place> places(Collection<UUID> ids, String owner);

  @Modifying
  @Query(
      """
      delete from Job j where j.id = :id and j.owner = :owner
      and j.state.status in (SUCCEEDED, FAILED, CANCELLED)
      """)
  int deleteEnded(UUID id, String owner);

  /** All of a sweep that has ended, as they have then. */
  @Modifying
  @Query("delete from Job j where j.sweepId = :sweep and j.owner = :owner")
  void deleteTrials(UUID sweep, String owner);
}
