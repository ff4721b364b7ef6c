package io.descent.job;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The row of a kept state, and which attempt kept it when. */
@Entity
@Table(name = "job_checkpoint")
class CheckpointRow {

  @Id private UUID blobId;
  private UUID jobId;
  private int attempt;
  @Embedded private Checkpoint checkpoint;
  private Instant createdAt;

  @SuppressWarnings("NullAway.Init") // for rows that are read
  protected CheckpointRow() {}

  CheckpointRow(Lease lease, Checkpoint checkpoint, Instant createdAt) {
    this.blobId = checkpoint.blobId();
    this.jobId = lease.job();
    this.attempt = lease.attempt();
    this.checkpoint = checkpoint;
    this.createdAt = createdAt;
  }
}
