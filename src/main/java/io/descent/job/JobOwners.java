package io.descent.job;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Those who have made jobs, each in one row, which stays. */
interface JobOwners extends Repository<JobOwner, String> {

  boolean existsByOwner(String owner);

  @Modifying
  @Transactional
  @Query("insert into JobOwner (owner) values (:owner)")
  void insert(String owner);

  /** Lets transactions that add jobs of an owner wait for one another, until they end. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select o from JobOwner o where o.owner = :owner")
  Optional<JobOwner> locked(String owner);

  /** Asks for room for an owner's job, unless somebody has done so since a time. */
  @Modifying
  @Transactional
  @Query(
      """
      update JobOwner o set o.roomAt = :now
      where o.owner = :owner and (o.roomAt is null or o.roomAt < :since)
      """)
  int askForRoom(String owner, Instant now, Instant since);
}
