package io.descent.run;

import io.descent.job.EpochRow;
import io.descent.job.Job;
import io.descent.job.JobError;
import io.descent.job.JobLeases;
import io.descent.job.JobStatus;
import io.descent.job.Lease;
import io.descent.job.LeaseLost;
import io.descent.job.Phase;
import io.descent.job.Progress;
import io.descent.web.RepeatedLines;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease as this process holds it, shared by the control loop and the thread of the run.
 *
 * <p>The loop confirms again and again that the job is still ours. While the last confirmation is
 * too old nothing is written: the process may have stood still, or the database may be away, and
 * another may have taken the job.
 */
final class HeldLease {

  /** The run was asked to leave while it read. */
  static final class AskedToLeave extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AskedToLeave() {
      super("asked to leave", null, false, false);
    }
  }

  /** The process ends, and the database has taken nothing for too long to wait on. */
  static final class Abandoned extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("the database takes nothing, and the process ends", null, false, false);
    }
  }

  private static final Duration CONFIRMED_FOR = Duration.ofSeconds(6);

  /** Of the time that a process has to end. */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

  private static final long LOOK_MILLIS = 50;
  private static final Logger log = LoggerFactory.getLogger(HeldLease.class);
  private static final long PAUSE = Duration.ofMillis(500).toNanos();

  private final Lease lease;
  private final JobLeases leases;
  private final TrainingMeters meters;
  private final NanoClock nanos;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Signal signal = Signal.GO;
  private volatile long confirmedAt;
  private volatile OptionalLong endsAt = OptionalLong.empty();
  private final long takenAt;
  private volatile Optional<Turn> turn = Optional.empty();

  HeldLease(Lease lease, JobLeases leases, TrainingMeters meters, NanoClock nanos) {
    this.lease = lease;
    this.leases = leases;
    this.meters = meters;
    this.nanos = nanos;
    this.takenAt = nanos.nanos();
    this.confirmedAt = takenAt;
  }

  /** A job steps from now on, and may make room for others; what it does after that may not. */
  void steps(Optional<Job> job) {
    turn = job.map(it -> new Turn(it, takenAt, nanos.nanos()));
  }

  /** While it steps, and nothing is asked of it. */
  Optional<Turn> turn() {
    return signal == Signal.GO ? turn : Optional.empty();
  }

  Lease lease() {
    return lease;
  }

  UUID job() {
    return lease.job();
  }

  Signal signal() {
    return signal;
  }

  /**
   * For what takes long and can be given up.
   *
   * @throws AskedToLeave where that is asked
   */
  void goOn() {
    if (signal != Signal.GO) {
      throw new AskedToLeave();
    }
  }

  /**
   * Waits for what takes long and cannot be given up; it then ends by itself, and nobody sees what
   * it found.
   *
   * @param work touches nothing that ends with the run
   * @throws AskedToLeave where that is asked
   */
  void meanwhile(Runnable work) {
    FutureTask<?> task = new FutureTask<>(work, null);
    Thread.ofPlatform().daemon().name("job-" + job()).start(task);
    do {
      goOn();
    } while (!hasEnded(task));
  }

  /** Waits a moment for it; what it failed of is thrown here. */
  private static boolean hasEnded(FutureTask<?> task) {
    try {
      task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The stronger of what was asked before and now stays asked. */
  synchronized void ask(Signal asked) {
    if (asked.compareTo(signal) > 0) {
      signal = asked;
    }
  }

  /**
   * The process ends: a state is kept and the job is left, or neither where that takes too long.
   */
  void end() {
    ask(Signal.SAVE_AND_LEAVE);
    endsAt = OptionalLong.of(nanos.nanos() + LONGEST_FAREWELL.toNanos());
  }

  private boolean isOver() {
    OptionalLong end = endsAt;
    return end.isPresent() && nanos.nanos() - end.getAsLong() > 0;
  }

  /** The row named this lease's attempt when it was read at this moment. */
  void confirm(long at) {
    confirmedAt = at;
  }

  private boolean mayWrite() {
    return signal != Signal.LOST && nanos.nanos() - confirmedAt < CONFIRMED_FOR.toNanos();
  }

  /**
   * Does what must reach the database, again and again while that is away.
   *
   * @throws LeaseLost where the job is another's meanwhile
   * @throws Abandoned where the process ends before
   */
  <T> T insist(String what, Supplier<T> action) {
    while (true) {
      if (signal == Signal.LOST) {
        throw new LeaseLost(lease);
      }
      if (mayWrite()) {
        try {
          return action.get();
        } catch (RuntimeException e) {
          tell(what, e, "trying again");
        }
      }
      if (isOver()) {
        throw new Abandoned();
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  void insist(String what, Runnable action) {
    insist(
        what,
        () -> {
          action.run();
          return true;
        });
  }

  /** Shows how far the run is, and what it is doing. */
  void show(Phase phase, Progress progress) {
    insist("show its progress", () -> leases.progress(lease, phase, progress));
  }

  /**
   * Lets go of the job.
   *
   * @param counts whether this start counts where it left no new checkpoint
   * @param epochs those that are not kept yet
   */
  void leave(boolean counts, List<EpochRow> epochs) {
    boolean room = signal == Signal.MAKE_ROOM;
    JobStatus status =
        insist(
            "be left",
            () -> room ? leases.makeRoom(lease, epochs) : leases.leave(lease, counts, epochs));
    log.info("Job {} is left; it is {}", lease.job(), status.wire());
  }

  /** Lets go of the job where it waits for others. */
  void rest(List<EpochRow> epochs) {
    JobStatus status = insist("rest", () -> leases.rest(lease, epochs));
    log.info("Job {} waits for other trials; it is {}", lease.job(), status.wire());
  }

  /** Ends the job in failure, or in cancellation where that was asked. */
  void fail(JobError error, List<EpochRow> epochs) {
    JobStatus status = insist("fail", () -> leases.fail(lease, error, epochs));
    log.warn("Job {}: {}; it is {}", lease.job(), error.detail(), status.wire());
  }

  /** Once, if at all; false where it did not succeed and may be tried later. */
  boolean attempt(String what, Runnable action) {
    if (!mayWrite()) {
      return false;
    }
    try {
      action.run();
      return true;
    } catch (RuntimeException e) {
      tell(what, e, "training goes on in memory");
      return false;
    }
  }

  private void tell(String what, RuntimeException failure, String next) {
    if (!isOfDatabase(failure)) {
      throw failure;
    }
    meters.retried();
    log.warn(
        RepeatedLines.DATABASE,
        "Job {}: could not {} ({}); {}",
        lease.job(),
        what,
        failure.getMessage(),
        next);
  }

  /** Whether the database failed, and not what it was asked for. */
  static boolean isOfDatabase(Throwable failure) {
    // A bound, because a chain of causes may run in a circle
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .limit(30)
        .anyMatch(SQLException.class::isInstance);
  }

  /** The run has ended. */
  void close() {
    ended.countDown();
  }

  boolean awaitEnd(Duration longest) throws InterruptedException {
    return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
