package io.descent.run;

import io.descent.job.Job;
import io.descent.web.AnswerExecutor;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Lets replays compute where there is memory beside the trainings. Two of one job take turns: the
 * second goes on from what the first has kept.
 */
@Component
class ReplayTurns {

  private static final int LOCKS = 64;

  private final Lock[] jobs = Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);
  private final Preparation preparation;
  private final MemoryBudget memory;
  private final AnswerExecutor answers;
  private final Duration longest;

  ReplayTurns(Preparation preparation, MemoryBudget memory, AnswerExecutor answers, Limits limits) {
    this.preparation = preparation;
    this.memory = memory;
    this.answers = answers;
    this.longest = limits.replay().plus(limits.trace());
  }

  <T> T compute(Job job, AnswerExecutor.Work<T> replay) throws IOException {
    Lock lock = jobs[Math.floorMod(job.id().hashCode(), LOCKS)];
    if (!isOurs(lock)) {
      throw ProblemException.tooMany(
          "another step of the job is being computed; try again", Duration.ofSeconds(1));
    }
    try {
      return answers.compute(job.owner().name(), longest, look -> within(job, replay, look));
    } finally {
      lock.unlock();
    }
  }

  private boolean isOurs(Lock lock) {
    try {
      return lock.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another step was computed", e);
    }
  }

  private <T> T within(Job job, AnswerExecutor.Work<T> replay, Runnable look) throws IOException {
    long bytes = preparation.memory(job);
    if (!memory.reserve(bytes)) {
      throw ProblemException.tooMany(
          "there is no memory beside the trainings that run", Duration.ofSeconds(10));
    }
    try {
      return replay.run(look);
    } finally {
      memory.release(bytes);
    }
  }
}
