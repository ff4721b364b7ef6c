package io.descent.run;

import io.descent.spec.TrainingMemory;
import org.springframework.stereotype.Component;

/** The memory that the trainings of this process may take together. */
@Component
class MemoryBudget {

  private final long limit;
  private long taken;

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
  }
}
