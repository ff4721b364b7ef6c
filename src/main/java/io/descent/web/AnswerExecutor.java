package io.descent.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Computes the answers that take long on a few platform threads: on the virtual threads of requests
 * they would keep the processors from everybody else. An owner has a part of the turns; who gets
 * none within a short wait is refused with 429. A computation that takes too long is given up, and
 * keeps its turn until it has ended.
 */
@Component
public final class AnswerExecutor implements AutoCloseable {

  /** Requests of one owner that wait for a turn. */
  static final int WAITING = 16;

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** What computes an answer. */
  public interface Work<T> {

    /**
     * @param look to be called again and again: throws where nobody waits for the answer any more
     */
    T run(Runnable look) throws IOException;
  }

  private final Duration wait;
  private final int atOnce;
  private final int each;
  private final Semaphore turns;
  // Those of owners who have no request under way are collected
  private final Cache<String, Semaphore> turnsOfOwners = Caffeine.newBuilder().weakValues().build();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("answer-", 1).daemon().factory());

  @Autowired
  AnswerExecutor(Limits limits) {
    this(limits.answerWait(), limits.concurrentAnswers(), limits.answersPerOwner());
  }

  /**
   * @param atOnce how many are computed at a time
   * @param each how many of them for one owner
   */
  public AnswerExecutor(Duration wait, int atOnce, int each) {
    this.wait = wait;
    this.atOnce = atOnce;
    this.each = Math.min(each, atOnce);
    turns = new Semaphore(atOnce, true);
  }

  /**
   * The answer, or a refusal: 429 where no turn comes soon, 422 where it takes too long.
   *
   * @param longest time of the computation
   */
  public <T> T compute(String owner, Duration longest, Work<T> work) throws IOException {
    return compute(owner, wait, longest, work);
  }

  /**
   * The same for a part of an answer that was begun, whose turn is waited for longer.
   *
   * @param longest time of waiting and of the computation
   */
  public <T> T goOn(String owner, Duration longest, Work<T> work) throws IOException {
    return compute(owner, longest, longest, work);
  }

  private <T> T compute(String owner, Duration patience, Duration longest, Work<T> work)
      throws IOException {
    Runnable release = turn(owner, patience);
    Abandoned abandoned = new Abandoned();
    FutureTask<T> answer = new FutureTask<>(() -> work.run(abandoned));
    threads.execute(
        () -> {
          try {
            answer.run();
          } finally {
            release.run();
          }
        });
    try {
      return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw tooLong(longest);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      abandoned.now();
    }
  }

  /** Waits for a turn of the owner's, then for one of all; gives what releases both. */
  private Runnable turn(String owner, Duration patience) {
    Semaphore own = turnsOfOwners.get(owner, _ -> new Semaphore(each, true));
    if (own.getQueueLength() >= WAITING) {
      throw tooMany(each);
    }
    long until = System.nanoTime() + patience.toNanos();
    try {
      if (!own.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooMany(each);
      }
      if (!turns.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        own.release();
        throw tooMany(atOnce);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return () -> {
      turns.release();
      own.release();
    };
  }

  private static ProblemException tooMany(int computed) {
    return ProblemException.tooMany(
        computed + " answers that take long are being computed; try again", RETRY);
  }

  private static ProblemException tooLong(Duration longest) {
    return ProblemException.of(
        ProblemKind.INVALID,
        "computing this takes longer than "
            + longest.toSeconds()
            + " s here and now; take fewer rows or a smaller network");
  }

  private static RuntimeException failure(ExecutionException e) throws IOException {
    return switch (e.getCause()) {
      case IOException cause -> throw cause;
      case Error cause -> throw cause;
      case RuntimeException cause -> cause;
      case null, default -> new IllegalStateException(e);
    };
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while an answer was computed", e);
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  /** Told to a computation by a flag: an interrupt would close the file of the database. */
  private static final class Abandoned implements Runnable {

    private volatile boolean now;

    void now() {
      now = true;
    }

    @Override
    public void run() {
      if (now) {
        throw new CancellationException("nobody waits for this answer any more");
      }
    }
  }
}
