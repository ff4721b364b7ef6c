package io.descent.job;

import io.descent.storage.Labels;
import io.descent.web.Warning;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The leases that workers have of jobs: taken by raising a job's attempt, which every later write
 * names. A write that meets no row throws {@link LeaseLost}.
 */
@Component
public class JobLeases {

  /**
   * A training that came to its end.
   *
   * @param epochs those that are not kept yet
   * @param reproduces the job whose training this one repeated
   */
  public record Success(
      StopReason reason,
      UUID model,
      String weightsSha256,
      List<EpochRow> epochs,
      Optional<UUID> reproduces) {}

  /** What a job is called at the moment, which clients change whatever it is doing. */
  public record Called(String name, Labels labels, JsonNode stored) {

    /** All that was doubtful of it. */
    public List<Warning> warnings() {
      return stored.valueStream().map(Warning::stored).toList();
    }
  }

  /**
   * What came of repeating a training.
   *
   * @param firstDifference the first epoch whose metrics differ
   */
  record Reproduction(
      UUID of, boolean match, String weightsSha256, @Nullable Integer firstDifference) {}

  private static final String MAKES_ROOM =
      "it makes room for a job of another owner, and goes on from here when its turn comes";

  private final WorkerJobs jobs;
  private final JobChanges changes;
  private final TrainingRecords records;
  private final JsonMapper json;
  private final TrialWatch watch;

  JobLeases(
      WorkerJobs jobs,
      JobChanges changes,
      TrainingRecords records,
      JsonMapper json,
      TrialWatch watch) {
    this.jobs = jobs;
    this.changes = changes;
    this.records = records;
    this.json = json;
    this.watch = watch;
  }

  /** The job of a task, unless it is of another generation or needs no worker. */
  public Optional<Job> look(UUID job, int generation) {
    return jobs.find(job, generation).filter(seen -> seen.state().status().needsWorker());
  }

  /** Where some jobs stand; those that are gone are left out. */
  public Map<UUID, JobState> states(Collection<UUID> some) {
    return jobs.standings(some).stream()
        .collect(Collectors.toMap(WorkerJobs.Standing::id, WorkerJobs.Standing::state));
  }

  /**
   * Takes the job, unless another was quicker. A job that was to pause or to be cancelled is then
   * paused or cancelled, and there is nothing left to do.
   */
  @Transactional
  public Optional<Lease> take(UUID job, JobState seen, String worker) {
    if (!(Transition.of(seen.status(), JobAction.CLAIM) instanceof Transition.To(JobStatus to))) {
      return Optional.empty();
    }
    if (to != JobStatus.RUNNING) {
      Optional<UUID> sweep = jobs.held(job).map(WorkerJobs.Held::sweep);
      sweep.ifPresent(watch::hold);
      changes.move(job, seen, seen.taken().with(to), changes.left(job, to));
      sweep.ifPresent(it -> watch.left(it, job));
      return Optional.empty();
    }
    return changes.take(job, seen, worker).map(next -> new Lease(job, next.attempt()));
  }

  /** Shows how far the run is, and what it is doing. */
  @Transactional
  public void progress(Lease lease, Phase phase, Progress progress) {
    records.update(lease, phase, progress, changes.now());
  }

  /**
   * Keeps a state together with the epochs since the one before it.
   *
   * @param before what this gave for the state before; empty at a lease's first, and after a try
   *     whose end is not known: then these epochs and other states may be stored already
   * @return the states that are kept now, newest first
   */
  @Transactional
  public List<Checkpoint> checkpoint(
      Lease lease,
      Checkpoint checkpoint,
      Progress progress,
      List<EpochRow> epochs,
      List<Checkpoint> before) {
    if (before.isEmpty()) {
      lease.wrote(jobs.checkpoint(lease.job(), lease.attempt(), progress, changes.now()));
      records.replace(lease.job(), epochs);
    } else {
      records.update(lease, Phase.TRAINING, progress, changes.now());
      records.add(lease.job(), epochs);
    }
    return records.add(lease, checkpoint, before, changes.now());
  }

  /** An epoch of a job as it was recorded. */
  public Optional<EpochRow> epoch(UUID job, int epoch) {
    return records.epoch(job, epoch);
  }

  /** The epochs of a job that are kept, ascending. */
  public Stream<EpochRow> epochs(UUID job) {
    return records.epochs(job);
  }

  /** The states of a job to go on from, newest first. */
  public List<Checkpoint> checkpoints(UUID job) {
    return records.checkpoints(job);
  }

  /** Throws a damaged state away, and says so in the job's events. */
  @Transactional
  public void discard(Lease lease, Checkpoint damaged, String why) {
    lease.wrote(jobs.number(lease.job(), lease.attempt(), changes.now()));
    changes.note(lease.job(), why);
    records.remove(damaged);
  }

  /** Adds to the job's warnings what is not among them. */
  @Transactional
  public void warn(Lease lease, Job job, List<Warning> found) {
    Job stored =
        jobs.find(lease.job(), job.state().generation()).orElseThrow(() -> new LeaseLost(lease));
    Set<JsonNode> warnings = new LinkedHashSet<>(stored.warnings.valueStream().toList());
    if (warnings.addAll(found.stream().map(Warning::toJson).toList())) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode().addAll(warnings);
      lease.wrote(jobs.warn(lease.job(), lease.attempt(), all, changes.now()));
    }
  }

  /**
   * Lets go of the job: back to the queue, or paused or cancelled where that was asked.
   *
   * @param counts whether this start counts where it left no new checkpoint
   * @param epochs those that are not kept yet
   */
  @Transactional
  public JobStatus leave(Lease lease, boolean counts, List<EpochRow> epochs) {
    JobChanges.Change change = change(lease, JobAction.LEAVE);
    if (!counts) {
      jobs.forgiveStart(lease.job(), lease.attempt());
    }
    records.replace(lease.job(), epochs);
    left(lease, change);
    return change.status();
  }

  /** Lets go of the job, as it makes room for another owner's, which comes first then. */
  @Transactional
  public JobStatus makeRoom(Lease lease, List<EpochRow> epochs) {
    lease.wrote(jobs.number(lease.job(), lease.attempt(), changes.now()));
    changes.note(lease.job(), MAKES_ROOM);
    changes.turn(lease.job());
    return leave(lease, true, epochs);
  }

  /**
   * Lets go of the job where it waits for others: paused, or cancelled where that was asked.
   *
   * @param epochs those that are not kept yet
   */
  @Transactional
  public JobStatus rest(Lease lease, List<EpochRow> epochs) {
    JobChanges.Change change = change(lease, JobAction.REST);
    records.replace(lease.job(), epochs);
    left(lease, change);
    return change.status();
  }

  /**
   * Ends the job, and publishes its model in the same transaction. Another status than {@link
   * JobStatus#SUCCEEDED} comes back where something else was asked of the job meanwhile; nothing
   * has changed then.
   *
   * @param publishing is told what the job is called now
   */
  @Transactional
  public JobStatus succeed(Lease lease, Success success, Consumer<Called> publishing) {
    JobOutcome outcome =
        new JobOutcome(
            success.reason(), null, success.model(), success.weightsSha256(), changes.now());
    JobChanges.Change change = changes.change(lease, JobAction.SUCCEED, _ -> outcome, watch::hold);
    if (change.made()) {
      records.replace(lease.job(), success.epochs());
      success.reproduces().ifPresent(of -> compare(lease, of, success.weightsSha256()));
      publishing.accept(jobs.called(lease.job()));
      left(lease, change);
    }
    return change.status();
  }

  /** Ends the job in failure, or in cancellation where that was asked. */
  @Transactional
  public JobStatus fail(Lease lease, JobError error, List<EpochRow> epochs) {
    JobOutcome failure =
        new JobOutcome(error.code(), json.valueToTree(error), null, null, changes.now());
    JobChanges.Change change =
        changes.change(
            lease,
            JobAction.FAIL,
            to -> to == JobStatus.FAILED ? failure : changes.left(lease.job(), to),
            watch::hold);
    records.replace(lease.job(), epochs);
    left(lease, change);
    return change.status();
  }

  private JobChanges.Change change(Lease lease, JobAction action) {
    return changes.change(lease, action, to -> changes.left(lease.job(), to), watch::hold);
  }

  /** A sweep decides in the transaction in which a worker lets go of its trial. */
  private void left(Lease lease, JobChanges.Change change) {
    change.sweep().ifPresent(it -> watch.left(it, lease.job()));
  }

  /** Of a job that is complete with its metrics, and the one whose training it repeated. */
  private void compare(Lease lease, UUID original, String weightsSha256) {
    Optional<Integer> difference = records.firstDifference(lease.job(), original);
    boolean same = jobs.weights(original).equals(Optional.of(weightsSha256));
    Reproduction reproduction =
        new Reproduction(
            original, same && difference.isEmpty(), weightsSha256, difference.orElse(null));
    lease.wrote(jobs.reproduced(lease.job(), lease.attempt(), json.valueToTree(reproduction)));
  }
}
