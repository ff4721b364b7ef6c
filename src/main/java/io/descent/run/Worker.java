package io.descent.run;

import io.descent.job.Job;
import io.descent.job.JobError;
import io.descent.job.JobState;
import io.descent.job.LeaseLost;
import io.descent.job.StopReason;
import io.descent.run.Preparation.Prepared;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes the job of a task, if it is still to be done and there is room for it, and lets go of it
 * again whatever happens on the way.
 */
@Component
class Worker {

  /** What becomes of the task. */
  enum Outcome {
    DONE,
    /** The job became another's, and its task with it, unless that is of an older generation. */
    LOST,
    /** There is no room for the job here, or not now. */
    LATER,
    /** A job of an owner who has fewer with workers goes first. */
    YIELDED
  }

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final String INTERNAL = "internal error; the worker's log has the details";
  private static final int MOST_STARTS_WITHOUT_CHECKPOINT = 10;

  private final HeldLeases held;
  private final Preparation preparation;
  private final MemoryBudget memory;
  private final TrainingRun.Tools tools;

  Worker(HeldLeases held, Preparation preparation, MemoryBudget memory, TrainingRun.Tools tools) {
    this.held = held;
    this.preparation = preparation;
    this.memory = memory;
    this.tools = tools;
  }

  /**
   * @param fair whether a job of another owner goes first
   */
  Outcome work(UUID id, int generation, Predicate<Job> fair) throws InterruptedException {
    held.endOld(id);
    Optional<Job> seen = tools.leases().look(id, generation);
    if (seen.isEmpty()) {
      log.info("Job {} needs no worker in generation {}; its task goes", id, generation);
      return Outcome.DONE;
    }
    Job job = seen.get();
    if (fair.test(job)) {
      return Outcome.YIELDED;
    }
    Preparation.Needs needs = preparation.needs(job);
    long reserved = Math.min(needs.memory(), memory.limit());
    if (memory.isForOthers(needs.memory()) || !memory.reserve(reserved)) {
      return Outcome.LATER;
    }
    try {
      Optional<Runnable> room = preparation.room(needs);
      return room.isEmpty() ? Outcome.LATER : take(job, needs.memory(), room.get());
    } finally {
      memory.release(reserved);
    }
  }

  Outcome work(UUID id, int generation) throws InterruptedException {
    return work(id, generation, _ -> false);
  }

  /** Whether there is room here for a waiting job once another has made it, and not before. */
  boolean couldRun(Job waiting, Job instead) {
    long needed = preparation.memory(waiting);
    long bytes = Math.min(needed, memory.limit());
    boolean lacks = held.isFull() || !memory.wouldHold(bytes, 0);
    return lacks
        && !memory.isForOthers(needed)
        && memory.wouldHold(bytes, Math.min(preparation.memory(instead), memory.limit()));
  }

  private Outcome take(Job job, long bytes, Runnable release) throws InterruptedException {
    try {
      return held.take(job.id(), job.state())
          .map(lease -> run(job, lease, bytes))
          .orElse(Outcome.DONE);
    } finally {
      release.run();
    }
  }

  private Outcome run(Job job, HeldLease lease, long bytes) {
    try {
      log.info("Job {} starts under attempt {}", job.id(), lease.lease().attempt());
      train(job, lease, bytes);
      return Outcome.DONE;
    } catch (LeaseLost e) {
      log.warn("{}; leaving it", e.getMessage());
      return Outcome.LOST;
    } catch (HeldLease.Abandoned e) {
      log.warn(
          "Job {} is not left properly: {}; it goes on from its last state",
          job.id(),
          e.getMessage());
      return Outcome.LATER;
    } finally {
      tools.live().forget(job.id());
      held.close(lease);
    }
  }

  private void train(Job job, HeldLease lease, long bytes) {
    if (job.startsWithoutCheckpoint() >= MOST_STARTS_WITHOUT_CHECKPOINT) {
      String why = "%d starts in a row ended without a new checkpoint";
      fail(lease, StopReason.CRASH_LOOP, why.formatted(job.startsWithoutCheckpoint()));
    } else if (bytes > memory.limit()) {
      String why = "the training takes %d bytes, and a worker has %d";
      fail(lease, StopReason.OUT_OF_MEMORY, why.formatted(bytes, memory.limit()));
    } else {
      trainOrFail(job, lease);
    }
  }

  private void trainOrFail(Job job, HeldLease lease) {
    try (Prepared prepared =
        lease.insist("load its data", () -> preparation.prepare(job, lease::goOn))) {
      new TrainingRun(lease, prepared, tools).train();
    } catch (LeaseLost | HeldLease.Abandoned e) {
      throw e;
    } catch (HeldLease.AskedToLeave _) {
      lease.leave(false, List.of());
    } catch (OutOfMemoryError e) {
      fail(lease, StopReason.OUT_OF_MEMORY, "the worker's memory did not suffice");
    } catch (Preparation.Impossible | UncheckedIOException e) {
      fail(lease, StopReason.ERROR, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("Job {} failed by an internal error", job.id(), e);
      fail(lease, StopReason.ERROR, INTERNAL);
    }
  }

  private static void fail(HeldLease lease, StopReason reason, String why) {
    lease.fail(JobError.of(reason, why), List.of());
  }

  /** Ends the job of a task that failed again and again, before the job could be run. */
  void giveUp(UUID id, int generation) {
    JobState seen = tools.leases().states(List.of(id)).get(id);
    if (seen != null && seen.generation() == generation) {
      held.take(id, seen).ifPresent(this::giveUp);
    }
  }

  private void giveUp(HeldLease lease) {
    try {
      fail(lease, StopReason.ERROR, INTERNAL);
    } finally {
      held.close(lease);
    }
  }
}
