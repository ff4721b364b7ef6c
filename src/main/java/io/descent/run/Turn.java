package io.descent.run;

import io.descent.job.Job;
import java.time.Duration;

/**
 * The turn of a job with a worker.
 *
 * @param takenAt when the worker took it, in nanoseconds, as all of these
 * @param since when it began to step
 */
record Turn(Job job, long takenAt, long since) {

  /** A run trains so many times as long as it took to prepare, before it makes room. */
  private static final int TIMES_PREPARATION = 9;

  /**
   * Whether the job has trained for so long, and for much longer than it took to prepare.
   *
   * @param least in any case
   */
  boolean isOver(Duration least, long now) {
    return now - since >= Math.max(least.toNanos(), TIMES_PREPARATION * (since - takenAt));
  }
}
