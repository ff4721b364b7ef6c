package io.descent.job;

import io.descent.security.Owner;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What clients want of jobs that are there: pause, go on, end, be gone. */
@Component
class JobCommands {

  private final JobChanges changes;
  private final JobCatalog jobs;
  private final Checkpoints checkpoints;
  private final JdbcClient database;
  private final ApplicationEventPublisher events;

  JobCommands(
      JobChanges changes,
      JobCatalog jobs,
      Checkpoints checkpoints,
      JdbcClient database,
      ApplicationEventPublisher events) {
    this.changes = changes;
    this.jobs = jobs;
    this.checkpoints = checkpoints;
    this.database = database;
    this.events = events;
  }

  /** Does what is asked, or finds it done or under way; refused where the table refuses. */
  @Transactional
  void ask(Owner owner, UUID id, JobAction action) {
    jobs.find(owner, id);
    while (!asked(id, action)) {
      // another was quicker: look again
    }
    events.publishEvent(new JobCommandReceived(id));
  }

  private boolean asked(UUID id, JobAction action) {
    JobState seen = state(id);
    return switch (Transition.of(seen.status(), action)) {
      case Transition.Stay() -> true;
      case Transition.To(JobStatus to) -> changes.apply(seen, to, columns(to, action)).isPresent();
      case Transition.Refuse() ->
          throw ProblemException.of(ProblemKind.CONFLICT, "the job is " + seen.status().wire());
    };
  }

  private Map<String, @Nullable Object> columns(JobStatus to, JobAction action) {
    boolean keepsPhase = to == JobStatus.PAUSING || to == JobStatus.CANCELLING;
    Map<String, @Nullable Object> set =
        JobColumns.status(keepsPhase ? JobStatus.RUNNING : to, StopReason.CANCELLED, changes.now());
    if (action == JobAction.RESUME) {
      set.put("queued_at", changes.now());
      set.put("fruitless_starts", 0);
    }
    return set;
  }

  private JobState state(UUID id) {
    return changes.state(id).orElseThrow(() -> ProblemException.notFound("job", id));
  }

  /** Removes a job that has ended, with its metrics, events and states. Its model stays. */
  @Transactional
  void delete(Owner owner, UUID id) {
    jobs.find(owner, id);
    while (!deleted(id)) {
      JobStatus status = state(id).status();
      if (!status.ended()) {
        throw ProblemException.of(
            ProblemKind.CONFLICT, "the job is " + status.wire() + ", and not ended");
      }
      // it ended just now: once more
    }
    checkpoints.of(id).forEach(checkpoints::remove);
  }

  private boolean deleted(UUID id) {
    return database
            .sql(
                "delete from job where id = :id and status in ('SUCCEEDED', 'FAILED', 'CANCELLED')")
            .param("id", id)
            .update()
        > 0;
  }
}
