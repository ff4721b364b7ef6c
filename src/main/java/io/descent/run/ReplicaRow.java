package io.descent.run;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A process that shares the database, as it said of itself last. */
@Entity
@Table(name = "replica")
class ReplicaRow {

  @Id String name;
  String version;
  int workers;

  @Column(name = "memory_bytes")
  long memory;

  Instant startedAt;
  Instant heartbeatAt;

  @SuppressWarnings("NullAway.Init") // for rows that are read
  protected ReplicaRow() {}
}
