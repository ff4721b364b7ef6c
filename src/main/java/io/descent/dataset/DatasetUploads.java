package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.security.Quota;
import io.descent.web.Idempotency;
import io.descent.web.IdempotencyKey;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The road of an upload: received into blobs, read, checked, and made a data set in one step. */
@Service
class DatasetUploads {

  private final Idempotency idempotency;
  private final IntakeWorkers workers;
  private final DatasetIntake intake;
  private final DatasetStore store;
  private final MeterRegistry meters;
  private final Quota quota;

  DatasetUploads(
      Idempotency idempotency,
      IntakeWorkers workers,
      DatasetIntake intake,
      DatasetStore store,
      MeterRegistry meters,
      Quota quota) {
    this.idempotency = idempotency;
    this.workers = workers;
    this.intake = intake;
    this.store = store;
    this.quota = quota;
    this.meters = meters;
  }

  /** How the parts of a request become an upload. */
  interface Reception {
    Upload receive(PendingBlobs loose) throws IOException;
  }

  /** The new data set, or the one that the same key made before. */
  UUID create(Owner owner, IdempotencyKey key, Reception reception) throws IOException {
    return workers.upload(
        owner.name(),
        () -> {
          try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), "datasets", key);
              Quota.Room room = quota.reserve(owner);
              PendingBlobs bytes = intake.begin(room)) {
            Upload upload = reception.receive(bytes);
            Optional<UUID> earlier = attempt.earlier(upload.sha256());
            return earlier.isPresent() ? earlier.get() : create(owner, upload, attempt, bytes);
          }
        });
  }

  private UUID create(Owner owner, Upload upload, Idempotency.Attempt attempt, PendingBlobs bytes)
      throws IOException {
    StoredContent content = workers.compute(() -> intake.read(upload, bytes));
    bytes.require(content.bytes() + content.blocks().size());
    UUID id = store.nextId();
    UUID created =
        attempt.create(upload.sha256(), () -> store.create(id, owner, upload, content, bytes));
    if (created.equals(id)) {
      bytes.release();
      count(upload, content);
    }
    return created;
  }

  private void count(Upload upload, StoredContent content) {
    String kind = DatasetView.word(content.description().schema().format());
    DistributionSummary.builder("descent.upload.size")
        .description("Bytes of the uploads that became data sets")
        .baseUnit("bytes")
        .tag("kind", kind)
        .register(meters)
        .record(upload.file().size());
  }
}
