package io.descent.job;

import io.descent.dataset.Datasets;
import io.descent.engine.EpochMetric;
import io.descent.security.Owner;
import io.descent.spec.JobSpec;
import io.descent.storage.StatelessRows;
import io.descent.storage.TagIndex;
import io.descent.web.Limits;
import io.descent.web.UuidV7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Jobs that are trials of a sweep, for the sweep that has them. Joins the caller's transaction,
 * which holds the sweep.
 */
@Component
public class Trials {

  /**
   * Where a trial stands.
   *
   * @param sweep that has it
   * @param rung how often it was chosen to go on
   * @param epochs all that it may train
   * @param epoch finished epochs
   * @param restAtEpoch where it waits for the others; null: it goes to its end
   * @param value the best of the sweep's metric up to where it was left last
   */
  public record Standing(
      UUID sweep,
      UUID id,
      int trial,
      int rung,
      JobState state,
      @Nullable StopReason stopReason,
      int epochs,
      int epoch,
      long updates,
      @Nullable Integer restAtEpoch,
      @Nullable Double value) {

    public JobStatus status() {
      return state.status();
    }

    /** It has come to where it waits for the others. */
    public boolean rests() {
      return status() == JobStatus.PAUSED && restAtEpoch != null && epoch >= restAtEpoch;
    }
  }

  private final WorkerJobs jobs;
  private final JobChanges changes;
  private final JobRepository owned;
  private final TrainingRecords records;
  private final Storing storing;

  Trials(
      WorkerJobs jobs,
      JobChanges changes,
      JobRepository owned,
      TrainingRecords records,
      Storing storing) {
    this.jobs = jobs;
    this.changes = changes;
    this.owned = owned;
    this.records = records;
    this.storing = storing;
  }

  /** What storing trials and telling of them needs. */
  @Component
  record Storing(
      StatelessRows rows,
      UuidV7 uuids,
      TagIndex tags,
      JobRoom room,
      ApplicationEventPublisher events) {}

  /** Refuses so many more jobs of an owner where they are too many. */
  public void require(Owner owner, int trials) {
    storing.room().require(owner, trials);
  }

  /**
   * The trials of a new sweep.
   *
   * @param name of the sweep
   * @param specs of the trials in their order
   * @param options of each of them
   * @param restAtEpoch where they wait for each other; null: nowhere
   * @param queued how many of them wait for a worker; the others wait for their turn
   */
  public record Planned(
      UUID sweep,
      String name,
      Datasets.Facts dataset,
      List<JobSpec> specs,
      JobOptions options,
      @Nullable Integer restAtEpoch,
      int queued) {}

  /** Stores the trials of a sweep that is created now. */
  public void store(Owner owner, Planned planned, Instant now) {
    List<Job> trials = new ArrayList<>();
    for (JobSpec spec : planned.specs()) {
      trials.add(trial(owner, planned, spec, trials.size() + 1, now));
    }
    storing.rows().insert(trials);
    storing.room().confirm(owner, trials.size());
    changes.begin(planned.sweep(), trials);
  }

  private Job trial(Owner owner, Planned planned, JobSpec spec, int number, Instant now) {
    String name = trialName(planned.name(), number);
    Job job = JobValidation.job(owner, name, planned.dataset(), spec);
    job.id = storing.uuids().next();
    job.sweepId = planned.sweep();
    job.trial = number;
    job.rung = 0;
    job.restAtEpoch = planned.restAtEpoch();
    job.options(planned.options());
    job.expiresAt = planned.options().end(now);
    JobStatus status = number <= planned.queued() ? JobStatus.QUEUED : JobStatus.PAUSED;
    job.state = new JobState(status, 0, 1);
    job.queuedAt = now;
    job.createdAt = now;
    job.updatedAt = now;
    return job;
  }

  /** With the end of a long name left out, as a name has a longest length. */
  private static String trialName(String sweep, int trial) {
    String end = "-trial-" + trial;
    int most = Limits.NAME - end.length();
    int kept = sweep.offsetByCodePoints(0, Math.min(most, sweep.codePointCount(0, sweep.length())));
    return sweep.substring(0, kept) + end;
  }

  /** Of a sweep, in the order of their numbers. */
  public List<Standing> of(UUID sweep) {
    return jobs.trials(List.of(sweep));
  }

  /** The same of some sweeps. */
  public Map<UUID, List<Standing>> of(List<UUID> sweeps) {
    return sweeps.isEmpty()
        ? Map.of()
        : jobs.trials(sweeps).stream().collect(Collectors.groupingBy(Standing::sweep));
  }

  /** Notes the best value of a trial so far. */
  public void measure(UUID trial, EpochMetric metric, boolean higher) {
    jobs.value(trial, records.best(trial, metric, higher).orElse(null));
  }

  /** A trial that waits joins the queue. */
  public void queue(Standing trial) {
    changes.resume(trial.id(), trial.state()).orElseThrow();
  }

  /** Trials that wait and came no further than a rung end. */
  public void prune(UUID sweep, int rung) {
    changes.moveTrials(
        sweep, rung, JobAction.CANCEL, JobStatus.CANCELLED, changes.cancelled(StopReason.PRUNED));
  }

  /** Trials go on to the next epoch at which trials wait. */
  public void promote(UUID sweep, Set<Integer> trials, int rung, @Nullable Integer restAtEpoch) {
    if (!trials.isEmpty()) {
      jobs.promote(sweep, trials, rung, restAtEpoch);
    }
  }

  /** Asks some trials to pause, and all of the sweep that no worker has. */
  public void pause(UUID sweep, List<Standing> some) {
    ask(sweep, some, JobAction.PAUSE, JobStatus.PAUSED, JobOutcome.NONE);
  }

  /**
   * Asks some trials to end, and all of the sweep that no worker has.
   *
   * @param over whether their time is
   */
  public void cancel(UUID sweep, List<Standing> some, boolean over) {
    StopReason reason = over ? StopReason.EXPIRED : StopReason.CANCELLED;
    ask(sweep, some, JobAction.CANCEL, JobStatus.CANCELLED, changes.cancelled(reason));
  }

  /** Asks a trial that is about to pause to go on. */
  public void resume(Standing trial) {
    ask(trial, JobAction.RESUME);
  }

  private void ask(
      UUID sweep, List<Standing> some, JobAction action, JobStatus to, JobOutcome outcome) {
    Set<JobStatus> waiting = Transition.before(action, to);
    if (some.stream().anyMatch(it -> waiting.contains(it.status()))) {
      changes.moveTrials(sweep, Integer.MAX_VALUE, action, to, outcome);
    }
    some.stream().filter(it -> !waiting.contains(it.status())).forEach(it -> ask(it, action));
  }

  private void ask(Standing trial, JobAction action) {
    JobState seen = trial.state();
    while (!asked(trial.id(), seen, action)) {
      // its worker was quicker: look again
      seen = jobs.state(trial.id()).orElseThrow();
    }
    storing.events().publishEvent(new JobCommandReceived(trial.id()));
  }

  private boolean asked(UUID trial, JobState seen, JobAction action) {
    if (!(Transition.of(seen.status(), action) instanceof Transition.To(JobStatus to))) {
      return true;
    }
    return changes.ask(trial, seen, action, to).isPresent();
  }

  /** Removes the trials of a sweep that has ended; their models stay. */
  public void delete(Owner owner, UUID sweep) {
    List<UUID> all = of(sweep).stream().map(Standing::id).toList();
    List<Checkpoint> states = records.checkpointsOfTrials(sweep);
    owned.deleteTrials(sweep, owner.name());
    states.forEach(records::remove);
    storing.tags().remove(owner.name(), all);
  }
}
