package io.descent.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.web.Limits;
import io.descent.web.Tagged;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * The epochs of the jobs that are looked at, kept in memory to be thinned for charts, and the
 * charts: each epoch is read once, however often and by however many a chart is asked for, whole
 * thousands of them from one row, of a very long training from an outline of them. Those who ask
 * for the same chart at once wait for one that makes it. A run that goes on from an earlier state
 * comes to the same numbers again, so that what is kept stays true but for the seconds. Jobs are
 * looked up for their owner before anything is asked of it.
 */
@Component
class MetricSeries {

  private static final int BYTES_OF_AN_ENTRY = 300;
  private static final Limit PAGE = Limit.of(1_000);

  private record Series(UUID job, boolean outlined) {}

  private record ChartOf(UUID job, int points) {}

  /**
   * @param updatedAt of the job's row: whatever is stored of a job changes it
   */
  private record Chart(Instant updatedAt, Tagged.Answer answer) {}

  private final MetricRepository metrics;
  private final Cache<Series, PackedEpochs> kept;
  private final Cache<ChartOf, Chart> charts;

  MetricSeries(MetricRepository metrics, Limits limits) {
    this.metrics = metrics;
    long half = limits.metricCache().toBytes() / 2;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(half)
            .weigher((Series _, PackedEpochs epochs) -> BYTES_OF_AN_ENTRY + epochs.bytes())
            .build();
    this.charts =
        Caffeine.newBuilder()
            .maximumWeight(half)
            .weigher((ChartOf _, Chart it) -> BYTES_OF_AN_ENTRY + it.answer().json().length)
            .build();
  }

  /** At most so many epochs, ascending, the extremes among them, as they are answered. */
  Tagged.Answer chart(WatchedJob job, int points) {
    Chart chart =
        charts
            .asMap()
            .compute(
                new ChartOf(job.id(), points),
                (_, before) ->
                    before != null && !before.updatedAt().isBefore(job.updatedAt())
                        ? before
                        : drawn(job, points));
    return Objects.requireNonNull(chart).answer();
  }

  private Chart drawn(WatchedJob job, int points) {
    List<EpochRow> rows =
        job.epochs() <= points
            ? metrics.after(job.id(), 0, Limit.of(points))
            : thinned(job.id(), job.progress().epoch(), points);
    String page = new EpochText(job.task()).page(rows);
    return new Chart(job.updatedAt(), Tagged.answer(page.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * At most so many epochs, ascending, the extremes among them.
   *
   * @param epochs as many as there are, or a moment ago there were
   */
  List<EpochRow> thinned(UUID job, int epochs, int points) {
    Series series = new Series(job, MetricPoints.isLong(epochs, points));
    PackedEpochs all =
        kept.asMap().compute(series, (_, before) -> extended(series, before, epochs));
    return metrics.withLayers(job, MetricPoints.thin(Objects.requireNonNull(all), points));
  }

  private PackedEpochs extended(Series series, @Nullable PackedEpochs before, int epochs) {
    UUID job = series.job();
    PackedEpochs none = series.outlined() ? PackedEpochs.outlines() : PackedEpochs.all();
    PackedEpochs known = before == null ? none : before;
    PackedEpochs whole = known.whole();
    int last = whole.last();
    if (last >= epochs) {
      return whole;
    }
    List<MetricRepository.Packed> packs =
        series.outlined() ? metrics.outlines(job, last) : metrics.packs(job, last);
    PackedEpochs all = packs.isEmpty() ? known : whole.plusPacks(packs);
    List<EpochRow> more = all.last() < epochs ? metrics.after(job, all.last(), PAGE) : List.of();
    while (!more.isEmpty()) {
      all = all.plus(more);
      more = more.size() < PAGE.max() ? List.of() : metrics.after(job, all.last(), PAGE);
    }
    return all;
  }
}
