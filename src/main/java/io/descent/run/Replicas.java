package io.descent.run;

import io.descent.spec.TrainingRoom;
import io.descent.web.Build;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Tells the other processes every two seconds that this one lives, and what it has, and knows the
 * same of them. One that stops takes its row away; one that is gone is stale, and then forgotten.
 */
@Component
class Replicas implements SmartLifecycle, TrainingRoom {

  private static final Logger log = LoggerFactory.getLogger(Replicas.class);
  private static final Duration STALE = Duration.ofSeconds(10);
  private static final Duration FORGOTTEN = Duration.ofMinutes(5);

  private final ReplicaRows rows;
  private final WorkerName name;
  private final WorkerSettings settings;
  private final MemoryBudget memory;
  private final Build build;
  private final InstantSource clock;
  private volatile boolean running;

  Replicas(
      ReplicaRows rows,
      WorkerName name,
      WorkerSettings settings,
      MemoryBudget memory,
      Build build,
      @Qualifier("databaseClock") InstantSource clock) {
    this.rows = rows;
    this.name = name;
    this.settings = settings;
    this.memory = memory;
    this.build = build;
    this.clock = clock;
  }

  /** All that are known, the oldest first. */
  List<ReplicaRow> all() {
    return rows.all();
  }

  /** Whether a process has given no sign of life for several times what one takes. */
  boolean isStale(ReplicaRow replica) {
    return replica.heartbeatAt.isBefore(clock.instant().minus(STALE));
  }

  @Override
  public long largest() {
    long own = settings.workers() > 0 ? memory.limit() : 0;
    long largest = Math.max(own, memory.elsewhere().live());
    return largest > 0 ? largest : memory.limit();
  }

  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void beat() {
    try {
      if (running) {
        renew();
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn("Could not tell that this process lives ({}); trying again", e.getMessage());
    }
  }

  private void renew() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (rows.beat(name.value(), now) == 0) {
      rows.insert(name.value(), build.version(), settings.workers(), memory.limit(), now);
    }
    List<ReplicaRow> all = rows.all();
    Instant forgotten = now.minus(FORGOTTEN);
    if (all.stream().anyMatch(it -> it.heartbeatAt.isBefore(forgotten))) {
      rows.deleteOlder(forgotten);
    }
    List<ReplicaRow> others =
        all.stream().filter(it -> it.workers > 0 && !it.name.equals(name.value())).toList();
    memory.elsewhere(
        new MemoryBudget.Elsewhere(
            largest(others.stream().filter(it -> !isStale(it)).toList()), largest(others)));
  }

  private static long largest(List<ReplicaRow> replicas) {
    return replicas.stream().mapToLong(it -> it.memory).max().orElse(0);
  }

  @Override
  public void start() {
    running = true;
    beat();
  }

  @Override
  public void stop() {
    running = false;
    try {
      rows.delete(name.value());
    } catch (DataAccessException | TransactionException e) {
      log.warn("Could not tell that this process ends ({})", e.getMessage());
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
