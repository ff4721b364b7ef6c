package io.descent.run;

import java.time.Duration;

/** Says at most once a period that it is time; at first at once. */
final class Throttle {

  private final long period;
  private long next = Long.MIN_VALUE;

  Throttle(Duration period) {
    this.period = period.toNanos();
  }

  /** It was done for another reason, and is due a period from now. */
  void done(long now) {
    next = now + period;
  }

  boolean due(long now) {
    if (next != Long.MIN_VALUE && now - next < 0) {
      return false;
    }
    done(now);
    return true;
  }
}
