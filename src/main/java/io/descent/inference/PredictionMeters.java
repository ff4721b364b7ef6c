package io.descent.inference;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.descent.web.Limits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How often and how quickly each model answers, and for how many rows. Only so many models have
 * figures at a time; those that were not asked longest lose theirs.
 */
@Component
final class PredictionMeters {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofMillis(2500),
    Duration.ofSeconds(10)
  };

  private record OfModel(Timer answers, Counter rows) {}

  private final MeterRegistry registry;
  private final LoadingCache<UUID, OfModel> models;

  PredictionMeters(MeterRegistry registry, Limits limits) {
    this.registry = registry;
    this.models =
        Caffeine.newBuilder()
            .maximumSize(limits.measuredModels())
            .evictionListener(
                (@Nullable UUID _, @Nullable OfModel old, RemovalCause _) -> remove(old))
            .build(this::register);
  }

  private OfModel register(UUID model) {
    String id = model.toString();
    return new OfModel(
        Timer.builder("descent.predictions")
            .description("Requests that a model answered, and the time that took")
            .serviceLevelObjectives(BUCKETS)
            .tag("model", id)
            .register(registry),
        Counter.builder("descent.prediction.rows")
            .description("Rows that a model answered")
            .tag("model", id)
            .register(registry));
  }

  private void remove(@Nullable OfModel old) {
    if (old != null) {
      registry.remove(old.answers());
      registry.remove(old.rows());
    }
  }

  /** A request begins to be answered. */
  Timer.Sample begin() {
    return Timer.start(registry);
  }

  void answered(ServedModel model, Timer.Sample begun, int rows) {
    OfModel figures = models.get(model.model().id());
    begun.stop(figures.answers());
    figures.rows().increment(rows);
  }
}
