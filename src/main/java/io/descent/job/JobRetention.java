package io.descent.job;

import io.descent.web.Retention;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deletes events and states of jobs that ended long ago, where that was asked for: a hundred in one
 * go, so that nobody is held up.
 */
@Component
class JobRetention {

  private static final Logger log = LoggerFactory.getLogger(JobRetention.class);
  private static final Limit AT_ONCE = Limit.of(100);

  private final Retention retention;
  private final EventRepository events;
  private final CheckpointRepository checkpoints;
  private final TrainingRecords records;
  private final TransactionOperations transactions;
  private final InstantSource clock;

  JobRetention(
      Retention retention,
      EventRepository events,
      CheckpointRepository checkpoints,
      TrainingRecords records,
      TransactionOperations transactions,
      @Qualifier("databaseClock") InstantSource clock) {
    this.retention = retention;
    this.events = events;
    this.checkpoints = checkpoints;
    this.records = records;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void run() {
    try {
      sweep();
    } catch (DataAccessException e) {
      log.warn("Deleting what is kept no longer failed, trying again: {}", e.getMessage());
    }
  }

  void sweep() {
    retention.events().ifPresent(kept -> deleteEvents(clock.instant().minus(kept)));
    retention.checkpoints().ifPresent(kept -> deleteStates(clock.instant().minus(kept)));
  }

  private void deleteEvents(Instant before) {
    transactions.executeWithoutResult(_ -> events.deleteOfEnded(before));
  }

  private void deleteStates(Instant before) {
    List<Checkpoint> found = checkpoints.ofEnded(before, AT_ONCE);
    while (!found.isEmpty()) {
      List<Checkpoint> some = found;
      transactions.executeWithoutResult(_ -> some.forEach(records::remove));
      found = checkpoints.ofEnded(before, AT_ONCE);
    }
  }
}
