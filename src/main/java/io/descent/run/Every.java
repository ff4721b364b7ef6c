package io.descent.run;

import java.time.Duration;

/** Says at most once a period that it is time; at first at once. */
final class Every {

  private final long period;
  private long next = Long.MIN_VALUE;

  Every(Duration period) {
    this.period = period.toNanos();
  }

  boolean due(long now) {
    if (next != Long.MIN_VALUE && now - next < 0) {
      return false;
    }
    next = now + period;
    return true;
  }
}
