package io.descent.storage;

import io.descent.web.WriteTrouble;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Tells, for the readiness of this process, whether the database takes what is written, by writing.
 */
@Component("writesHealthIndicator")
public class WriteCheck implements HealthIndicator, WriteTrouble {

  private static final Duration TRUSTED = Duration.ofSeconds(5);

  private final WriteProbeRows rows;
  private final InstantSource clock;
  private final Optional<H2Store> file;
  private volatile long writtenAt = System.nanoTime() - TRUSTED.toNanos();

  WriteCheck(WriteProbeRows rows, InstantSource clock, ObjectProvider<H2Store> file) {
    this.rows = rows;
    this.clock = clock;
    this.file = Optional.ofNullable(file.getIfAvailable());
  }

  @Override
  public Optional<String> trouble() {
    return file.flatMap(H2Store::unwritable);
  }

  /** Reads at each call, and writes where the last write is more than five seconds ago. */
  @Override
  public Health health() {
    Optional<String> trouble = trouble();
    if (trouble.isPresent()) {
      return Health.down().withDetail("writes", trouble.get()).build();
    }
    try {
      return look() == 1 ? Health.up().build() : Health.down().build();
    } catch (RuntimeException e) {
      return Health.down(e).build();
    }
  }

  private long look() {
    long now = System.nanoTime();
    if (now - writtenAt < TRUSTED.toNanos()) {
      return rows.read();
    }
    int written = rows.write(clock.instant());
    writtenAt = now;
    return written;
  }
}
