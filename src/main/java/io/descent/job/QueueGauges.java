package io.descent.job;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The jobs of all owners as the database has them, whichever process is asked. Looked up at most
 * once in five seconds, and only while somebody asks; while the database is away there is no
 * number.
 */
@Component
final class QueueGauges implements MeterBinder {

  private static final Duration KEPT = Duration.ofSeconds(5);

  /** The jobs as they stood when they were counted. */
  record Seen(List<WorkerJobs.Count> counts, Instant at) {

    double jobs(JobStatus status) {
      return counts.stream().filter(it -> it.status() == status).mapToLong(it -> it.jobs()).sum();
    }

    /** Seconds that the oldest queued job has waited. */
    double oldest() {
      return counts.stream()
          .filter(it -> it.status() == JobStatus.QUEUED)
          .mapToDouble(it -> Duration.between(it.oldest(), at).toMillis() / 1000.0)
          .map(seconds -> Math.max(0, seconds))
          .sum();
    }
  }

  private final WorkerJobs jobs;
  private final InstantSource clock;
  private final LoadingCache<String, Optional<Seen>> seen =
      Caffeine.newBuilder().expireAfterWrite(KEPT).build(_ -> look());

  QueueGauges(WorkerJobs jobs, @Qualifier("databaseClock") InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Arrays.stream(JobStatus.values())
        .forEach(
            status ->
                Gauge.builder("descent.jobs", () -> read(it -> it.jobs(status)))
                    .description("Jobs by status, of all processes")
                    .tag("status", status.wire())
                    .register(registry));
    Gauge.builder("descent.queue.length", () -> read(it -> it.jobs(JobStatus.QUEUED)))
        .description("Jobs that wait for a worker")
        .register(registry);
    Gauge.builder("descent.queue.oldest.age", () -> read(Seen::oldest))
        .description("How long the oldest job in the queue has waited")
        .baseUnit("seconds")
        .register(registry);
  }

  private double read(ToDoubleFunction<Seen> figure) {
    return seen.get("jobs").map(figure::applyAsDouble).orElse(Double.NaN);
  }

  private Optional<Seen> look() {
    try {
      return Optional.of(new Seen(jobs.counts(), clock.instant()));
    } catch (DataAccessException | TransactionException _) {
      return Optional.empty();
    }
  }
}
