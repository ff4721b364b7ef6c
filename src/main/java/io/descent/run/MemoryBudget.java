package io.descent.run;

import io.descent.engine.KernelChoice;
import io.descent.spec.TrainingMemory;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The memory that the trainings of this process may take together. */
@Component
class MemoryBudget {

  private final long limit;
  private long taken;

  /** A start leaves more garbage than most trainings. */
  private boolean used = true;

  private boolean quiet;
  private volatile Elsewhere elsewhere = new Elsewhere(0, 0);

  MemoryBudget() {
    this(TrainingMemory.limit());
  }

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  long limit() {
    return limit;
  }

  /**
   * The largest budgets of other processes that train.
   *
   * @param live of those that live
   * @param recent of those too that gave no sign of life for some minutes, and may come back
   */
  record Elsewhere(long live, long recent) {}

  void elsewhere(Elsewhere now) {
    elsewhere = now;
  }

  Elsewhere elsewhere() {
    return elsewhere;
  }

  /** Whether a training is too large for this process alone. */
  boolean isForOthers(long bytes) {
    return bytes > limit && bytes <= elsewhere.recent();
  }

  synchronized long taken() {
    return taken;
  }

  /** Whether there would be room, with so much less taken. */
  synchronized boolean wouldHold(long bytes, long freed) {
    return bytes <= limit - taken + freed;
  }

  synchronized boolean reserve(long bytes) {
    if (bytes > limit - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  synchronized void release(long bytes) {
    taken -= bytes;
    used = true;
    quiet = false;
  }

  /**
   * Gives the machine back what the start, the compilation of the kernels and trainings had, once
   * nothing of it has run for a while: by itself a collector would keep it until it needs room.
   */
  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void giveBack() {
    if (idle(KernelChoice.isSettled())) {
      System.gc();
    }
  }

  /**
   * True at the second look that finds no training, and then not before the next one has ended.
   *
   * @param settled whether all kernels are compiled that will be
   */
  synchronized boolean idle(boolean settled) {
    boolean due = used && quiet && settled && taken == 0;
    quiet = settled && taken == 0;
    used &= !due;
    return due;
  }
}
