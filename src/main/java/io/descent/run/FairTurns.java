package io.descent.run;

import io.descent.job.Job;
import io.descent.job.TrainingQueue;
import io.descent.web.Limits;
import io.descent.web.RepeatedLines;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has a job that has had its turn make room for a waiting one of the same priority or a higher one,
 * whose owner has fewer with workers. It keeps its state, and goes on when its own turn comes.
 */
@Component
class FairTurns {

  private static final Logger log = LoggerFactory.getLogger(FairTurns.class);

  private final HeldLeases held;
  private final Worker worker;
  private final TrainingQueue queue;
  private final Limits limits;
  private final InstantSource clock;

  FairTurns(
      HeldLeases held,
      Worker worker,
      TrainingQueue queue,
      Limits limits,
      @Qualifier("databaseClock") InstantSource clock) {
    this.held = held;
    this.worker = worker;
    this.queue = queue;
    this.limits = limits;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      share();
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          RepeatedLines.DATABASE, "Could not look who waits ({}); trying again", e.getMessage());
    }
  }

  /** One job makes room at a time: then others have other shares. */
  void share() {
    Instant now = clock.instant();
    ToLongFunction<Turn> taken = Turn::takenAt;
    List<Turn> over =
        held.turns(limits.turn()).stream().sorted(Comparator.comparingLong(taken)).toList();
    for (Turn turn : over) {
      Optional<Job> waiting =
          queue.waitsFor(turn.job(), now).filter(it -> worker.couldRun(it, turn.job()));
      if (waiting.isPresent() && queue.askForRoom(waiting.get(), now)) {
        log.info(
            "Job {} makes room for job {} of another owner; it goes on when its turn comes",
            turn.job().id(),
            waiting.get().id());
        held.makeRoom(turn);
        return;
      }
    }
  }
}
