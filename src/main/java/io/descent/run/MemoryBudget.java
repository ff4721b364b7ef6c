package io.descent.run;

import io.descent.spec.TrainingMemory;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The memory that the trainings of this process may take together. */
@Component
class MemoryBudget {

  private final long limit;
  private long taken;
  private boolean used;
  private boolean quiet;

  MemoryBudget() {
    this(TrainingMemory.limit());
  }

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  long limit() {
    return limit;
  }

  synchronized long taken() {
    return taken;
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
   * Gives the machine back what trainings had, once none has run for a while: by itself a collector
   * would keep it until it needs room.
   */
  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void giveBack() {
    if (idle()) {
      System.gc();
    }
  }

  /** True at the second look that finds no training, and then not before the next one has ended. */
  synchronized boolean idle() {
    boolean due = used && quiet && taken == 0;
    quiet = taken == 0;
    used &= !due;
    return due;
  }
}
