package io.descent.job;

import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * What a worker writes of a job's row again and again. The lease is its identity: once another
 * attempt has the job, an update meets no row.
 */
@Entity
@Table(name = "job")
class LeasedJob {

  @EmbeddedId private Lease lease;

  @Enumerated(EnumType.STRING)
  private Phase phase;

  @Embedded private Progress progress;
  private Instant updatedAt;

  @SuppressWarnings("NullAway.Init") // for rows that are read
  protected LeasedJob() {}

  LeasedJob(Lease lease, Phase phase, Progress progress, Instant updatedAt) {
    this.lease = lease;
    this.phase = phase;
    this.progress = progress;
    this.updatedAt = updatedAt;
  }
}
