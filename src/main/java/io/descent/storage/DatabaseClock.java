package io.descent.storage;

import io.descent.web.RepeatedLines;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The database's time, which all processes that share it agree on whatever their own clocks say.
 * Asked for every ten seconds, and carried on in between by a clock that no setting moves.
 */
@Component
public class DatabaseClock implements InstantSource {

  /** The database's time at a moment of this process. */
  private record Reading(Instant time, long nanos) {}

  private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);

  private final EntityManager database;
  private volatile Reading reading;

  DatabaseClock(EntityManager database) {
    this.database = database;
    this.reading = read();
  }

  @Override
  public Instant instant() {
    Reading last = reading;
    return last.time().plus(Duration.ofNanos(System.nanoTime() - last.nanos()));
  }

  /** The same as finely as it is stored. */
  public Instant now() {
    return instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void ask() {
    try {
      reading = read();
    } catch (PersistenceException e) {
      log.warn(
          RepeatedLines.DATABASE,
          "Could not ask the database for its time ({}); counting on",
          e.getMessage());
    }
  }

  /** As it was half-way between question and answer. */
  private Reading read() {
    long asked = System.nanoTime();
    Instant time = database.createQuery("select instant", Instant.class).getSingleResult();
    return new Reading(time, asked + (System.nanoTime() - asked) / 2);
  }
}
