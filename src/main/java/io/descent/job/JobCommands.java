package io.descent.job;

import io.descent.security.Owner;
import io.descent.storage.LabelPatch;
import io.descent.storage.Labels;
import io.descent.storage.TagIndex;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What clients want of jobs that are there: pause, go on, end, be gone. */
@Component
class JobCommands {

  private final JobRepository jobs;
  private final JobChanges changes;
  private final TrainingRecords records;
  private final TagIndex tags;
  private final TrialWatch watch;
  private final ApplicationEventPublisher events;

  JobCommands(
      JobRepository jobs,
      JobChanges changes,
      TrainingRecords records,
      TagIndex tags,
      TrialWatch watch,
      ApplicationEventPublisher events) {
    this.jobs = jobs;
    this.changes = changes;
    this.records = records;
    this.tags = tags;
    this.watch = watch;
    this.events = events;
  }

  /** Does what is asked, or finds it done or under way; refused where the table refuses. */
  @Transactional
  void ask(Owner owner, UUID id, JobAction action) {
    WorkerJobs.Held seen = state(owner, id);
    if (seen.sweep() != null && action != JobAction.CANCEL) {
      throw ProblemException.of(
          ProblemKind.CONFLICT, "it is a trial; pause or resume its sweep " + seen.sweep());
    }
    Optional<UUID> sweep = Optional.ofNullable(seen.sweep());
    if (sweep.isPresent()) {
      watch.hold(sweep.get());
      seen = state(owner, id);
    }
    while (!asked(id, seen.state(), action)) {
      // another was quicker: look again
      seen = state(owner, id);
    }
    sweep.ifPresent(it -> watch.left(it, id));
    events.publishEvent(new JobCommandReceived(id));
  }

  private boolean asked(UUID id, JobState seen, JobAction action) {
    return switch (Transition.of(seen.status(), action)) {
      case Transition.Stay() -> true;
      case Transition.To(JobStatus to) -> changes.ask(id, seen, action, to).isPresent();
      case Transition.Refuse() ->
          throw ProblemException.of(ProblemKind.CONFLICT, "the job is " + seen.status().wire());
    };
  }

  private WorkerJobs.Held state(Owner owner, UUID id) {
    return jobs.state(id, owner.name()).orElseThrow(() -> ProblemException.notFound("job", id));
  }

  /** Gives the job another name, other tags, another description; whatever it is doing. */
  @Transactional
  void label(Owner owner, UUID id, LabelPatch patch) {
    Job job = jobs.locked(id, owner.name()).orElseThrow(() -> ProblemException.notFound("job", id));
    Labels labels = patch.labels(job.labels);
    jobs.label(id, owner.name(), patch.name(job.name), labels, changes.now());
    tags.replace(owner.name(), id, labels.tags());
  }

  /** Removes a job that has ended, with its metrics, events and states. Its model stays. */
  @Transactional
  void delete(Owner owner, UUID id) {
    UUID sweep = state(owner, id).sweep();
    if (sweep != null) {
      throw ProblemException.of(
          ProblemKind.CONFLICT, "it is a trial; it goes with its sweep " + sweep);
    }
    while (jobs.deleteEnded(id, owner.name()) == 0) {
      JobStatus status = state(owner, id).state().status();
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
