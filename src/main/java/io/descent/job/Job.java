package io.descent.job;

import io.descent.engine.Task;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * A job's row, written once and then only read: every later change is a conditional update by
 * {@link JobChanges} or {@link JobLeases}.
 */
@Entity
@Table(name = "job")
class Job implements Persistable<UUID> {

  @Id UUID id = new UUID(0, 0);
  String owner = "";
  String name = "";

  @Enumerated(EnumType.STRING)
  Task task = Task.CLASSIFICATION;

  UUID datasetId = new UUID(0, 0);
  String modelJson = "";
  String trainingJson = "";
  String warningsJson = "";
  short priority;
  @Nullable UUID warmStartModelId;
  @Nullable UUID reproducesJobId;
  @Nullable Long stopAtUpdates;

  @Enumerated(EnumType.STRING)
  JobStatus status = JobStatus.QUEUED;

  long statusSequence = 1;

  @Enumerated(EnumType.STRING)
  @Nullable Phase phase;

  @Enumerated(EnumType.STRING)
  @Nullable StopReason stopReason;

  @Nullable String errorJson;
  int attempt;
  int generation = 1;

  @Column(name = "fruitless_starts")
  int startsWithoutCheckpoint;

  @Nullable String worker;
  int epochs;
  int epoch;
  int batch;
  int batches;
  long updates;
  @Nullable Double samplesPerSecond;
  @Nullable Double etaSeconds;
  @Nullable Double trainLoss;
  @Nullable Double trainScore;
  @Nullable Double validationLoss;
  @Nullable Double validationScore;
  @Nullable UUID modelId;

  @Column(name = "weights_sha256")
  @Nullable String weightsSha256;

  @Nullable String reproductionJson;
  Instant queuedAt = Instant.EPOCH;
  Instant createdAt = Instant.EPOCH;
  @Nullable Instant startedAt;
  @Nullable Instant finishedAt;
  Instant updatedAt = Instant.EPOCH;

  @Transient private final boolean created;

  /** For rows that are read. */
  protected Job() {
    this.created = false;
  }

  /** A job about to be stored. */
  Job(UUID id, Instant now) {
    this.id = id;
    this.queuedAt = now;
    this.createdAt = now;
    this.updatedAt = now;
    this.created = true;
  }

  @Override
  public UUID getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return created;
  }

  Progress progress() {
    return new Progress(
        epoch,
        batch,
        batches,
        updates,
        samplesPerSecond == null ? Double.NaN : samplesPerSecond,
        etaSeconds == null ? Double.NaN : etaSeconds);
  }
}
