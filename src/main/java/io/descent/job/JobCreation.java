package io.descent.job;

import io.descent.dataset.Datasets;
import io.descent.model.Models;
import io.descent.security.Owner;
import io.descent.storage.StatelessRows;
import io.descent.storage.TagIndex;
import io.descent.web.FieldError;
import io.descent.web.Idempotency;
import io.descent.web.IdempotencyKey;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.UuidV7;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Stores a job, its first event and its task, all or none, and once for each key however often that
 * is asked.
 */
@Component
class JobCreation {

  private final Idempotency idempotency;
  private final Datasets datasets;
  private final Models models;
  private final StatelessRows rows;
  private final JobChanges changes;
  private final UuidV7 uuids;
  private final TagIndex tags;
  private final JobRoom room;

  JobCreation(
      Idempotency idempotency,
      Datasets datasets,
      Models models,
      StatelessRows rows,
      JobChanges changes,
      UuidV7 uuids,
      TagIndex tags,
      JobRoom room) {
    this.idempotency = idempotency;
    this.datasets = datasets;
    this.models = models;
    this.rows = rows;
    this.changes = changes;
    this.uuids = uuids;
    this.tags = tags;
    this.room = room;
  }

  /**
   * @param body what tells this request from another one with the same key
   * @param asked gives the job, or refuses; not called where the key has made a job before
   */
  UUID once(Owner owner, String operation, IdempotencyKey key, String body, Supplier<Job> asked) {
    try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), operation, key)) {
      return attempt
          .earlier(body)
          .orElseGet(
              () -> {
                Job job = asked.get();
                return attempt.create(body, () -> store(owner, job));
              });
    }
  }

  private UUID store(Owner owner, Job job) {
    datasets
        .claimAll(owner, Stream.concat(Stream.of(job.datasetId), job.testDataset().stream()))
        .ifPresent(
            id -> {
              throw gone(job, id);
            });
    job.warmStart()
        .filter(model -> !models.claim(owner, model))
        .ifPresent(
            model -> {
              throw withoutModel(job, model);
            });
    Instant now = changes.now();
    job.id = uuids.next();
    job.queuedAt = now;
    job.createdAt = now;
    job.expiresInSeconds.ifPresent(seconds -> job.expiresAt = now.plusSeconds(seconds));
    job.updatedAt = now;
    rows.insert(List.of(job));
    tags.add(owner.name(), job.id, job.labels.tags());
    room.confirm(owner, 1);
    changes.begin(job);
    return job.id;
  }

  private static ProblemException withoutModel(Job job, UUID model) {
    if (job.reproduces().isPresent()) {
      String detail = "the model " + model + " that it started from is gone";
      return ProblemException.of(ProblemKind.CONFLICT, detail);
    }
    String detail = "there is no model " + model;
    return ProblemException.fields(
        ProblemKind.INVALID, List.of(new FieldError(JobRequest.WARM_MODEL, detail)));
  }

  private static ProblemException gone(Job job, UUID dataset) {
    if (job.reproduces().isPresent()) {
      return ProblemException.of(ProblemKind.CONFLICT, "its data set " + dataset + " is gone");
    }
    boolean test = !dataset.equals(job.datasetId);
    return ProblemException.fields(
        ProblemKind.INVALID,
        List.of(
            new FieldError(
                test ? JobRequest.TEST_DATASET : JobRequest.DATASET,
                "there is no data set " + dataset)));
  }
}
