package io.descent.engine.kernel.provider;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the warm-up wait while something else wants the processor that somebody waits for. It never
 * waits once a network was made, as that waits for its kernels, nor longer than so long in all.
 */
public final class Pauses {

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LONGEST_BRIEF_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Those of this process. */
  static final Pauses OF_PROCESS = new Pauses(LONGEST_NANOS);

  /** Those that a network that waits does not end, as they take moments. */
  static final Pauses BRIEF = new Pauses(LONGEST_BRIEF_NANOS);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition over = lock.newCondition();
  private int open;
  private volatile boolean wanted;
  private long left;

  /**
   * @param longest nanoseconds that are waited in all
   */
  Pauses(long longest) {
    this.left = longest;
  }

  /** One reason to wait; ends when it is closed. */
  public final class Pause implements AutoCloseable {

    private boolean closed;

    private Pause() {}

    @Override
    public void close() {
      change(() -> open -= closed ? 0 : 1);
      closed = true;
    }
  }

  Pause begin() {
    change(() -> open++);
    return new Pause();
  }

  /** A network was made. */
  void want() {
    if (!wanted) {
      change(() -> wanted = true);
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      over.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits while there is a reason to; gives the nanoseconds that it took. */
  long await() {
    lock.lock();
    try {
      long before = left;
      while (open > 0 && !wanted && left > 0) {
        left = over.awaitNanos(left);
      }
      return before - left;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      lock.unlock();
    }
  }
}
