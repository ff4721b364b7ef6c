package io.descent.storage;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What is stored, as the database has it: added up once a minute at most, while somebody asks. */
@Component
final class StorageGauges implements MeterBinder {

  private static final Duration KEPT = Duration.ofMinutes(1);

  private final BlobRows rows;
  private final LoadingCache<String, Double> seen =
      Caffeine.newBuilder().expireAfterWrite(KEPT).build(_ -> look());

  StorageGauges(BlobRows rows) {
    this.rows = rows;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("descent.storage.size", () -> seen.get("bytes"))
        .description("Bytes of data sets, states and models in the database")
        .baseUnit("bytes")
        .register(registry);
  }

  private double look() {
    try {
      return rows.bytes();
    } catch (DataAccessException | TransactionException _) {
      return Double.NaN;
    }
  }
}
