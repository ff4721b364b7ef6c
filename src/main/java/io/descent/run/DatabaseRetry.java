package io.descent.run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Does what must reach the database, again and again while it is away, as long as the job may still
 * be this run's.
 */
final class DatabaseRetry {

  private static final Logger log = LoggerFactory.getLogger(DatabaseRetry.class);
  private static final long PAUSE = Duration.ofMillis(500).toNanos();

  /** The job is another's now. */
  static final class Lost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Lost() {
      super("the job is another's now", null, false, false);
    }
  }

  private final LocalRun run;

  DatabaseRetry(LocalRun run) {
    this.run = run;
  }

  <T> T insist(String what, Supplier<T> action) {
    while (true) {
      if (run.signal() == Signal.LOST) {
        throw new Lost();
      }
      if (run.mayWrite()) {
        try {
          return action.get();
        } catch (DataAccessException | TransactionException e) {
          log.warn(
              "Job {}: could not {} ({}); trying again", run.lease().job(), what, e.getMessage());
        }
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  void insist(String what, Runnable action) {
    insist(
        what,
        () -> {
          action.run();
          return true;
        });
  }

  /** Once, if at all; false where it did not succeed and may be tried later. */
  boolean attempt(String what, Runnable action) {
    if (!run.mayWrite()) {
      return false;
    }
    try {
      action.run();
      return true;
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "Job {}: could not {} ({}); training goes on in memory",
          run.lease().job(),
          what,
          e.getMessage());
      return false;
    }
  }
}
