package io.descent.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.web.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * The epochs of the jobs that are looked at, kept in memory to be thinned for charts: each epoch is
 * read once, however often and by however many a chart is asked for. A run that goes on from an
 * earlier state comes to the same numbers again, so that what is kept stays true but for the
 * seconds. Jobs are looked up for their owner before anything is asked of it.
 */
@Component
class MetricSeries {

  private static final int BYTES_OF_AN_EPOCH = 160;
  private static final Limit PAGE = Limit.of(10_000);

  private final MetricRepository metrics;
  private final Cache<UUID, List<EpochRow>> kept;

  MetricSeries(MetricRepository metrics, Limits limits) {
    this.metrics = metrics;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(limits.metricCache().toBytes())
            .weigher((UUID _, List<EpochRow> rows) -> BYTES_OF_AN_EPOCH * (rows.size() + 1))
            .build();
  }

  /** At most so many epochs, ascending, the extremes among them. */
  List<EpochRow> thinned(UUID job, int points) {
    List<EpochRow> all =
        kept.asMap().compute(job, (id, known) -> extended(id, known == null ? List.of() : known));
    return all == null ? List.of() : MetricPoints.thin(all, points);
  }

  private List<EpochRow> extended(UUID job, List<EpochRow> known) {
    List<EpochRow> more = metrics.after(job, last(known), PAGE);
    if (more.isEmpty()) {
      return known;
    }
    List<EpochRow> all = new ArrayList<>(known);
    while (!more.isEmpty()) {
      all.addAll(more);
      more = more.size() < PAGE.max() ? List.of() : metrics.after(job, last(all), PAGE);
    }
    return all;
  }

  private static int last(List<EpochRow> rows) {
    return rows.isEmpty() ? 0 : rows.getLast().epoch();
  }
}
