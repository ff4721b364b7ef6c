package io.descent.dataset;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.engine.KernelChoice;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Lets in so many uploads at once. What is not read while it comes is read on a few threads of its
 * own, as many as there are cores, since it is long work that may take much memory.
 */
@Component
final class IntakeWorkers implements AutoCloseable {

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Semaphore uploads;
  private final int each;
  // Those of owners who upload nothing are collected
  private final Cache<String, Semaphore> ofOwners = Caffeine.newBuilder().weakValues().build();
  private final ExecutorService threads;

  IntakeWorkers(Limits limits) {
    this.uploads = new Semaphore(limits.concurrentUploads());
    this.each = limits.uploadsPerOwner();
    int cores = Runtime.getRuntime().availableProcessors();
    this.threads =
        Executors.newFixedThreadPool(
            Math.clamp(limits.concurrentUploads(), 1, cores),
            Thread.ofPlatform().name("intake-", 0).daemon(true).factory());
  }

  /** Runs an upload from its first byte on, or refuses it. */
  <T> T upload(String owner, Task<T> task) throws IOException {
    Semaphore own = ofOwners.get(owner, _ -> new Semaphore(each));
    return within(own, () -> within(uploads, () -> inHurry(task)));
  }

  private static <T> T inHurry(Task<T> task) throws IOException {
    try (KernelChoice.Hurry _ = KernelChoice.hurry()) {
      return task.run();
    }
  }

  private static <T> T within(Semaphore places, Task<T> task) throws IOException {
    if (!places.tryAcquire()) {
      throw ProblemException.tooMany("too many uploads at once; try again later", RETRY);
    }
    try {
      return task.run();
    } finally {
      places.release();
    }
  }

  /** What reads or writes. */
  interface Task<T> extends Callable<T> {
    T run() throws IOException;

    @Override
    default T call() throws IOException {
      return run();
    }
  }

  /** Waits for the task's end, on whatever thread it runs. */
  <T> T compute(Task<T> task) throws IOException {
    try {
      return threads.submit(task).get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static RuntimeException failure(ExecutionException e) throws IOException {
    return switch (e.getCause()) {
      case IOException cause -> throw cause;
      case Error cause -> throw cause;
      case RuntimeException cause -> cause;
      case null, default -> new IllegalStateException(e);
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
