package io.descent.job;

import io.descent.security.Owner;
import io.descent.web.Idempotency;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Makes jobs, once for each key however often that is asked. */
@Component
class JobSubmission {

  private final JobValidation validation;
  private final JobCreation creation;
  private final JobCatalog jobs;
  private final Idempotency idempotency;

  JobSubmission(
      JobValidation validation, JobCreation creation, JobCatalog jobs, Idempotency idempotency) {
    this.validation = validation;
    this.creation = creation;
    this.jobs = jobs;
    this.idempotency = idempotency;
  }

  UUID create(Owner owner, IdempotencyKey key, JsonBody body) {
    try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), "jobs", key)) {
      return attempt.earlier(body.sha256()).orElseGet(() -> create(owner, body, attempt));
    }
  }

  private UUID create(Owner owner, JsonBody body, Idempotency.Attempt attempt) {
    JobValidation.Order order = validation.check(owner, body);
    return attempt.create(body.sha256(), () -> creation.create(owner, order));
  }

  UUID reproduce(Owner owner, IdempotencyKey key, UUID original) {
    String body = "reproduce " + original;
    Supplier<UUID> repeat = () -> creation.reproduce(owner, jobs.find(owner, original));
    try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), "reproductions", key)) {
      return attempt.earlier(body).orElseGet(() -> attempt.create(body, repeat));
    }
  }
}
