package io.descent.run;

import io.descent.job.Checkpoint;

/**
 * The time of a training, over all its starts: what its epochs took, validation apart, and all its
 * steps together. In nanoseconds.
 */
final class Stopwatch {

  private static final double SECOND = 1e9;
  private static final double MICROSECONDS = 1e6;

  private final boolean validates;
  private long all;
  private long epoch;
  private long trainedHere;
  private long allHere;

  Stopwatch(boolean validates) {
    this.validates = validates;
  }

  void resume(Checkpoint checkpoint) {
    all = (long) (checkpoint.trainSeconds() * SECOND);
    epoch = (long) (checkpoint.epochSeconds() * SECOND);
  }

  /** Adds a step; one that ends an epoch is of the validation part, where there is one. */
  void add(boolean batch, long nanos) {
    all += nanos;
    allHere += nanos;
    if (batch || !validates) {
      epoch += nanos;
      trainedHere += nanos;
    }
  }

  /** The seconds of the epoch that ends now, to the microsecond. */
  double endEpoch() {
    double seconds = Math.round(epoch / SECOND * MICROSECONDS) / MICROSECONDS;
    epoch = 0;
    return seconds;
  }

  double seconds() {
    return all / SECOND;
  }

  double epochSeconds() {
    return epoch / SECOND;
  }

  /** Seconds spent training since this start, validation apart. */
  double trainedHere() {
    return trainedHere / SECOND;
  }

  /** The same, in nanoseconds. */
  long trainedNanosHere() {
    return trainedHere;
  }

  /** Seconds of all steps since this start. */
  double secondsHere() {
    return allHere / SECOND;
  }
}
