package io.descent.insight;

import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Lets few traces compute at once, and none make its client wait for long. */
@Component
class TraceExecutor {

  private final Duration longest;
  private final Duration wait;
  private final int atOnce;
  private final Semaphore turns;
  private final Executor threads = task -> Thread.ofPlatform().name("trace").daemon().start(task);

  @Autowired
  TraceExecutor(Limits limits) {
    this(limits.trace(), limits.traceWait(), limits.concurrentTraces());
  }

  TraceExecutor(Duration longest, Duration wait, int atOnce) {
    this.longest = longest;
    this.wait = wait;
    this.atOnce = atOnce;
    turns = new Semaphore(atOnce, true);
  }

  <T> T take(Supplier<T> trace) {
    if (!hasTurn()) {
      throw ProblemException.tooMany(
          atOnce + " traces are being computed; try again", Duration.ofSeconds(1));
    }
    CompletableFuture<T> answer =
        CompletableFuture.supplyAsync(trace, threads).whenComplete((_, _) -> turns.release());
    try {
      return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw ProblemException.of(
          ProblemKind.INVALID,
          "the trace takes longer than "
              + longest.toSeconds()
              + " s here and now; take a smaller batch or network");
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProblemException refused
          ? refused
          : new CompletionException(e.getCause());
    }
  }

  private boolean hasTurn() {
    try {
      return turns.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while a trace was computed", e);
  }
}
