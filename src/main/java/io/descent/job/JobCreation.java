package io.descent.job;

import io.descent.dataset.Datasets;
import io.descent.security.Owner;
import io.descent.spec.JobSpec;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.UuidV7;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Stores a job, its first event and its task, all or none. Joins the caller's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class JobCreation {

  private static final List<JobStatus> UNFINISHED =
      List.of(
          JobStatus.QUEUED,
          JobStatus.RUNNING,
          JobStatus.PAUSING,
          JobStatus.PAUSED,
          JobStatus.CANCELLING);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final JobRepository jobs;
  private final JobChanges changes;
  private final Datasets datasets;
  private final Limits limits;
  private final UuidV7 uuids;

  JobCreation(
      JobRepository jobs, JobChanges changes, Datasets datasets, Limits limits, UuidV7 uuids) {
    this.jobs = jobs;
    this.changes = changes;
    this.datasets = datasets;
    this.limits = limits;
    this.uuids = uuids;
  }

  UUID create(Owner owner, JobValidation.Order order) {
    JobSpec spec = order.spec();
    Job job = blank(owner);
    job.name = order.request().name().orElse(order.dataset().name());
    job.task = spec.training().plan().task();
    job.datasetId = order.dataset().id();
    job.modelJson = spec.modelJson().toString();
    job.trainingJson = spec.trainingJson().toString();
    job.warningsJson = array(spec.warnings());
    job.priority = (short) order.request().priority();
    job.warmStartModelId = order.request().warmStart().orElse(null);
    job.epochs = spec.training().plan().epochs();
    if (!datasets.claim(owner, job.datasetId)) {
      String detail = "there is no data set " + job.datasetId;
      throw ProblemException.fields(
          ProblemKind.INVALID, List.of(new FieldError(JobRequest.DATASET, detail)));
    }
    return store(job);
  }

  /** A job that trains the same again, exactly as far. */
  UUID reproduce(Owner owner, Job original) {
    if (original.status != JobStatus.SUCCEEDED) {
      throw ProblemException.of(
          ProblemKind.CONFLICT,
          "the job is " + original.status.wire() + "; only what succeeded can be reproduced");
    }
    Job job = blank(owner);
    job.name = original.name;
    job.task = original.task;
    job.datasetId = original.datasetId;
    job.modelJson = original.modelJson;
    job.trainingJson = original.trainingJson;
    job.warningsJson = original.warningsJson;
    job.priority = original.priority;
    job.warmStartModelId = original.warmStartModelId;
    job.epochs = original.epochs;
    job.reproducesJobId = original.id;
    job.stopAtUpdates = original.stopReason == StopReason.MAX_SECONDS ? original.updates : null;
    if (!datasets.claim(owner, job.datasetId)) {
      throw ProblemException.of(ProblemKind.CONFLICT, "its data set " + job.datasetId + " is gone");
    }
    return store(job);
  }

  private Job blank(Owner owner) {
    if (jobs.countByOwnerAndStatusIn(owner.name(), UNFINISHED) >= limits.unfinishedJobsPerOwner()) {
      throw ProblemException.tooMany(
          limits.unfinishedJobsPerOwner() + " jobs are unfinished, and no more are taken",
          RETRY_AFTER);
    }
    Job job = new Job(uuids.next(), changes.now().toInstant());
    job.owner = owner.name();
    return job;
  }

  private UUID store(Job job) {
    jobs.saveAndFlush(job);
    changes.note(job.id, "");
    changes.enqueue(job.id);
    return job.id;
  }

  private static String array(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array.toString();
  }
}
