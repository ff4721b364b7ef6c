package io.descent.job;

import io.descent.storage.DatabaseClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one door to a job's status: a conditional update of its row, its numbered event, and the task
 * of a job that is queued. Joins the caller's transaction. A change is empty where the row is no
 * longer as it was seen: nothing has changed then.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class JobChanges {

  /**
   * What came of what a worker wanted.
   *
   * @param made whether the job moved there for it, or stands there for another reason
   * @param sweep of which the job is a trial
   */
  record Change(JobStatus status, boolean made, Optional<UUID> sweep) {}

  private final WorkerJobs jobs;
  private final EventRepository events;
  private final TrainingQueue queue;
  private final DatabaseClock clock;

  JobChanges(WorkerJobs jobs, EventRepository events, TrainingQueue queue, DatabaseClock clock) {
    this.jobs = jobs;
    this.events = events;
    this.queue = queue;
    this.clock = clock;
  }

  /** A worker takes the job. */
  Optional<JobState> take(UUID job, JobState seen, String worker) {
    JobState next = seen.taken().with(JobStatus.RUNNING);
    Optional<JobState> taken = changed(job, next, jobs.take(job, seen, next, worker, now()));
    taken.ifPresent(_ -> turn(job));
    return taken;
  }

  /** The job's owner has had a turn, and is the last of those who have as many workers. */
  void turn(UUID job) {
    jobs.turn(job, now());
  }

  /** The job leaves its worker, or the worker it has is asked to leave it. */
  Optional<JobState> move(UUID job, JobState seen, JobState next, JobOutcome outcome) {
    int rows =
        switch (next.status()) {
          case PAUSING, CANCELLING -> jobs.ask(job, seen, next, now());
          case QUEUED, RUNNING, PAUSED, SUCCEEDED, FAILED, CANCELLED ->
              jobs.release(job, seen, next, outcome, now());
        };
    return changed(job, next, rows);
  }

  /** The job joins the queue at its end. */
  Optional<JobState> resume(UUID job, JobState seen) {
    JobState next = seen.with(JobStatus.QUEUED);
    return changed(job, next, jobs.resume(job, seen, next, now()));
  }

  /**
   * What a client asks of a job, and leads to another status.
   *
   * @param to by the table
   */
  Optional<JobState> ask(UUID job, JobState seen, JobAction action, JobStatus to) {
    return action == JobAction.RESUME
        ? resume(job, seen)
        : move(job, seen, seen.with(to), left(job, to));
  }

  /**
   * Trials that no worker has go where the table leads them: at once, however many they are. The
   * caller holds their sweep.
   *
   * @param rung the last of whose trials it is asked
   */
  void moveTrials(UUID sweep, int rung, JobAction action, JobStatus to, JobOutcome outcome) {
    Instant now = now();
    if (jobs.release(sweep, rung, Transition.before(action, to), to, outcome, now) > 0) {
      events.note(sweep, Set.of(to), now, "");
    }
  }

  private Optional<JobState> changed(UUID job, JobState next, int rows) {
    if (rows == 0) {
      return Optional.empty();
    }
    if (rows > 1) {
      throw new IllegalStateException(rows + " rows have the id of job " + job);
    }
    note(job, "");
    if (next.status() == JobStatus.QUEUED) {
      queue.add(job);
    }
    return Optional.of(next);
  }

  /**
   * What a worker wants, while it holds the job.
   *
   * @param hold the sweep of a trial, before anything changes
   * @throws LeaseLost where it holds it no longer
   */
  Change change(
      Lease lease, JobAction action, Function<JobStatus, JobOutcome> outcome, Consumer<UUID> hold) {
    WorkerJobs.Held held = held(lease);
    Optional<UUID> sweep = Optional.ofNullable(held.sweep());
    if (sweep.isPresent()) {
      hold.accept(sweep.get());
      held = held(lease);
    }
    while (true) {
      JobState seen = held.state();
      if (!(Transition.of(seen.status(), action) instanceof Transition.To(JobStatus to))) {
        return new Change(seen.status(), false, sweep);
      }
      if (move(lease.job(), seen, seen.with(to), outcome.apply(to)).isPresent()) {
        return new Change(to, true, sweep);
      }
      held = held(lease);
    }
  }

  private WorkerJobs.Held held(Lease lease) {
    return jobs.held(lease.job())
        .filter(held -> held.state().attempt() == lease.attempt())
        .orElseThrow(() -> new LeaseLost(lease));
  }

  /**
   * The outcome of a job that its worker lets go of: none, unless it was to be cancelled, by
   * somebody or because its time is over.
   */
  JobOutcome left(UUID job, JobStatus to) {
    if (to != JobStatus.CANCELLED) {
      return JobOutcome.NONE;
    }
    boolean over = jobs.deadline(job).filter(it -> !it.isAfter(now())).isPresent();
    StopReason reason = over ? StopReason.EXPIRED : StopReason.CANCELLED;
    return cancelled(reason);
  }

  JobOutcome cancelled(StopReason reason) {
    return new JobOutcome(reason, null, null, null, now());
  }

  /** The first event of a new job, and its task. */
  void begin(Job job) {
    note(job.id, "");
    enqueue(job);
  }

  /** The same of all trials of a new sweep; those have a task that wait for a worker. */
  void begin(UUID sweep, List<Job> trials) {
    Set<JobStatus> statuses = Set.of(JobStatus.QUEUED, JobStatus.PAUSED);
    events.note(sweep, statuses, trials.getFirst().updatedAt, "");
    trials.stream().filter(it -> it.state.status() == JobStatus.QUEUED).forEach(this::enqueue);
  }

  private void enqueue(Job job) {
    queue.add(job.id, new WorkerJobs.Place(job.state.generation(), job.priority, job.queuedAt));
  }

  /** Writes the event that belongs to the row's present sequence number. */
  void note(UUID job, String detail) {
    events.note(job, detail);
  }

  /** The database's time, as finely as it is stored. */
  Instant now() {
    return clock.now();
  }
}
