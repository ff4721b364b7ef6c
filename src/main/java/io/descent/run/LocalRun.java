package io.descent.run;

import io.descent.job.Lease;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run of this process, as the control loop and its own thread share it.
 *
 * <p>The loop confirms again and again that the job is still this run's. While the last
 * confirmation is too old the run writes nothing: the process may have stood still, or the database
 * may be away, and another may have taken the job.
 */
final class LocalRun implements AutoCloseable {

  static final Duration CONFIRMED_FOR = Duration.ofSeconds(6);

  private final Lease lease;
  private final NanoClock nanos;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Signal signal = Signal.GO;
  private volatile long confirmedAt;

  LocalRun(Lease lease, NanoClock nanos) {
    this.lease = lease;
    this.nanos = nanos;
    this.confirmedAt = nanos.nanos();
  }

  Lease lease() {
    return lease;
  }

  Signal signal() {
    return signal;
  }

  /** The stronger of what was asked before and now stays asked. */
  synchronized void ask(Signal asked) {
    if (asked.compareTo(signal) > 0) {
      signal = asked;
    }
  }

  /** The row named this run's attempt when it was read at this moment. */
  void confirm(long at) {
    confirmedAt = at;
  }

  boolean mayWrite() {
    return signal != Signal.LOST && nanos.nanos() - confirmedAt < CONFIRMED_FOR.toNanos();
  }

  @Override
  public void close() {
    ended.countDown();
  }

  boolean awaitEnd(Duration longest) throws InterruptedException {
    return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
