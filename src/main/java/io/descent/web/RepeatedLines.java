package io.descent.web;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Says what a database in trouble makes many places say again and again once a minute each, and
 * then how often it was.
 */
public final class RepeatedLines extends TurboFilter {

  /** Marks a line that comes again and again while the database is in trouble. */
  public static final Marker DATABASE = MarkerFactory.getMarker("DATABASE");

  /** Of these any warning is such a line. */
  private static final List<String> LIBRARIES =
      List.of(
          "com.github.kagkarlsson.",
          "com.zaxxer.hikari.",
          "org.hibernate.",
          "org.springframework.");

  private static final long PERIOD = Duration.ofMinutes(1).toNanos();

  private record Line(String logger, @Nullable String format) {}

  private record Count(long since, int more) {}

  private final Map<Line, Count> counts = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  RepeatedLines(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Begins to look at all lines of this process. */
  public static void install() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getTurboFilterList().stream().noneMatch(RepeatedLines.class::isInstance)) {
      context.addTurboFilter(new RepeatedLines(System::nanoTime));
    }
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    if (!level.isGreaterOrEqual(Level.WARN) || !isOfDatabase(marker, logger)) {
      return FilterReply.NEUTRAL;
    }
    return decide(new Line(logger.getName(), format), logger, nanos.getAsLong());
  }

  private static boolean isOfDatabase(@Nullable Marker marker, Logger logger) {
    return DATABASE.equals(marker) || LIBRARIES.stream().anyMatch(logger.getName()::startsWith);
  }

  private FilterReply decide(Line line, Logger logger, long now) {
    Count before = counts.get(line);
    if (before != null && now - before.since() < PERIOD) {
      counts.put(line, new Count(before.since(), before.more() + 1));
      return FilterReply.DENY;
    }
    counts.put(line, new Count(now, 0));
    if (before != null && before.more() > 0) {
      logger.info("Like the next line, {} more came since the last one", before.more());
    }
    return FilterReply.NEUTRAL;
  }
}
