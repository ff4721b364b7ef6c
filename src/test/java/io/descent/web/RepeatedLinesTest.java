package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {

  private static final long MINUTE = 60_000_000_000L;

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long now = 1;

  @BeforeEach
  void listen() {
    lines.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
    context.addTurboFilter(new RepeatedLines(() -> now));
  }

  private Logger logger(String name) {
    return context.getLogger(name);
  }

  @Test
  void aLineOfTheDatabaseIsSaidOnceAMinuteAndThenCounted() {
    for (int i = 0; i < 100; i++) {
      logger("io.descent.run.HeldLease").warn(RepeatedLines.DATABASE, "Job {} could not", i);
    }
    now += MINUTE;
    logger("io.descent.run.HeldLease").warn(RepeatedLines.DATABASE, "Job {} could not", 100);

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Job 0 could not",
            "Like the next line, 99 more came since the last one",
            "Job 100 could not");
  }

  @Test
  void warningsOfLibrariesAreSuchLines() {
    for (int i = 0; i < 10; i++) {
      logger("org.hibernate.orm.jdbc.error").warn("ErrorCode: {}", 90097);
      logger("com.zaxxer.hikari.pool.HikariPool").info("fill pool");
    }

    assertThat(lines.list).filteredOn(it -> it.getLevel() == Level.WARN).hasSize(1);
    assertThat(lines.list).filteredOn(it -> it.getLevel() == Level.INFO).hasSize(10);
  }

  @Test
  void whatHappenedToJobsIsAlwaysSaid() {
    for (int i = 0; i < 10; i++) {
      logger("io.descent.run.HeldLease").warn("Job {} failed", i);
    }

    assertThat(lines.list).hasSize(10);
  }
}
