package io.descent.run;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The processes that share the database, which belong to nobody. */
interface ReplicaRows extends Repository<ReplicaRow, String> {

  @Query("select r from ReplicaRow r order by r.startedAt, r.name")
  List<ReplicaRow> all();

  @Modifying
  @Transactional
  @Query("update ReplicaRow r set r.heartbeatAt = :now where r.name = :name")
  int beat(String name, Instant now);

  @Modifying
  @Transactional
  @Query(
      """
      insert into ReplicaRow (name, version, workers, memory, startedAt, heartbeatAt)
      values (:name, :version, :workers, :memory, :now, :now)
      """)
  void insert(String name, String version, int workers, long memory, Instant now);

  @Modifying
  @Transactional
  @Query("delete from ReplicaRow r where r.heartbeatAt < :before")
  void deleteOlder(Instant before);

  @Modifying
  @Transactional
  @Query("delete from ReplicaRow r where r.name = :name")
  void delete(String name);
}
