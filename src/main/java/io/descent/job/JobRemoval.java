package io.descent.job;

import io.descent.security.Owner;
import io.descent.storage.TagIndex;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Removes a job that has ended, with its metrics, events and states. Its model stays. */
@Component
class JobRemoval {

  private final JobRepository jobs;
  private final TrainingRecords records;
  private final TagIndex tags;

  JobRemoval(JobRepository jobs, TrainingRecords records, TagIndex tags) {
    this.jobs = jobs;
    this.records = records;
    this.tags = tags;
  }

  /** Joins the caller's transaction; refused where the job has not ended. */
  void delete(Owner owner, UUID id) {
    while (jobs.deleteEnded(id, owner.name()) == 0) {
      JobStatus status =
          jobs.state(id, owner.name())
              .orElseThrow(() -> ProblemException.notFound("job", id))
              .state()
              .status();
      if (!status.ended()) {
        throw ProblemException.of(
            ProblemKind.CONFLICT, "the job is " + status.wire() + ", and not ended");
      }
      // it ended just now: once more
    }
    records.checkpoints(id).forEach(records::remove);
    tags.remove(owner.name(), id);
  }
}
