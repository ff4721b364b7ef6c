package io.descent.run;

/** A clock for durations, which no setting of the wall clock moves. */
@FunctionalInterface
interface NanoClock {
  long nanos();
}
