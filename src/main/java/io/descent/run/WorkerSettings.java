package io.descent.run;

import io.descent.engine.Trainer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this process trains.
 *
 * @param workers how many jobs at a time; 0: none, negative: as many as there are cores
 * @param threadsPerJob how many threads work on a step of a job: {@code auto}, the cores shared out
 *     among the jobs that run, or a number
 * @param lockAndFetch whether tasks are picked with row locks, which PostgreSQL can skip and H2
 *     cannot
 */
@ConfigurationProperties("descent")
record WorkerSettings(
    @DefaultValue("-1") int workers,
    @DefaultValue("1") String threadsPerJob,
    @DefaultValue("false") boolean lockAndFetch) {

  private static final String AUTO = "auto";

  WorkerSettings {
    workers = workers < 0 ? Runtime.getRuntime().availableProcessors() : workers;
    if (!threadsPerJob.equals(AUTO) && !isNumber(threadsPerJob)) {
      throw new IllegalArgumentException(
          "descent.threads-per-job must be auto or a whole number from 1 to "
              + Trainer.MOST_THREADS
              + ", is "
              + threadsPerJob);
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[1-9][0-9]?") && Integer.parseInt(text) <= Trainer.MOST_THREADS;
  }

  /** The most that a job may ever have. */
  int mostThreads() {
    return threads(1, Trainer.MOST_THREADS);
  }

  /** The threads of a job while so many run. */
  int threads(int running, int cores) {
    return threadsPerJob.equals(AUTO)
        ? Math.clamp(cores / Math.max(1, running), 1, Trainer.MOST_THREADS)
        : Integer.parseInt(threadsPerJob);
  }
}
