package io.descent.insight;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Lets few traces compute at once, and none make its client wait for more than 5 s. */
@Component
class TraceTurns {

  private static final int AT_ONCE = 2;

  private final Duration longest;
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Executor threads = task -> Thread.ofPlatform().name("trace").daemon().start(task);

  TraceTurns() {
    this(Duration.ofSeconds(5));
  }

  TraceTurns(Duration longest) {
    this.longest = longest;
  }

  <T> T take(Supplier<T> trace) {
    if (!turns.tryAcquire()) {
      throw ProblemException.tooMany(
          AT_ONCE + " traces are being computed; try again", Duration.ofSeconds(1));
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
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a trace was computed", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }
}
