package io.descent.job;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The leases that workers have of jobs: taken by raising a job's attempt, which every later write
 * names. A write that meets no row throws {@link LeaseLost}.
 */
@Component
public class JobLeases {

  private final WorkerJobs jobs;
  private final JobChanges changes;
  private final TrainingRecords records;

  JobLeases(WorkerJobs jobs, JobChanges changes, TrainingRecords records) {
    this.jobs = jobs;
    this.changes = changes;
    this.records = records;
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
      changes.move(job, seen, seen.taken().with(to), changes.left(to));
      return Optional.empty();
    }
    return changes.take(job, seen, worker).map(next -> new Lease(job, next.attempt()));
  }

  /** Shows how far the run is, and what it is doing. */
  @Transactional
  public void progress(Lease lease, Phase phase, Progress progress) {
    lease.wrote(jobs.progress(lease.job(), lease.attempt(), phase, progress, changes.now()));
  }

  /** Keeps a state together with the epochs since the one before it. */
  @Transactional
  public void checkpoint(
      Lease lease, Checkpoint checkpoint, Progress progress, List<EpochRow> epochs) {
    lease.wrote(jobs.checkpoint(lease.job(), lease.attempt(), progress, changes.now()));
    records.add(lease.job(), epochs);
    records.add(lease, checkpoint, changes.now());
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

  /**
   * Lets go of the job: back to the queue, or paused or cancelled where that was asked.
   *
   * @param counts whether this start counts where it left no new checkpoint
   * @param epochs those that are not kept yet
   */
  @Transactional
  public JobStatus leave(Lease lease, boolean counts, List<EpochRow> epochs) {
    if (!counts) {
      jobs.forgiveStart(lease.job(), lease.attempt());
    }
    JobChanges.Change change = changes.change(lease, JobAction.LEAVE, changes::left);
    records.add(lease.job(), epochs);
    return change.status();
  }
}
