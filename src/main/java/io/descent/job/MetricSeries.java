package io.descent.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.web.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * The epochs of the jobs that are looked at, kept in memory to be thinned for charts: each epoch is
 * read once, however often and by however many a chart is asked for, and whole thousands of them
 * from one row; only those of a chart are then read one by one. A run that goes on from an earlier
 * state comes to the same numbers again, so that what is kept stays true but for the seconds. Jobs
 * are looked up for their owner before anything is asked of it.
 */
@Component
class MetricSeries {

  private static final int BYTES_OF_A_JOB = 200;
  private static final int BYTES_OF_A_POINT = 160;
  private static final int BYTES_OF_A_LAYER = 100;
  private static final int MOST_BYTES = Integer.MAX_VALUE;
  private static final Limit PAGE = Limit.of(1_000);

  /** The epochs of a job, and the last chart of them. */
  private record Kept(PackedEpochs epochs, int points, List<EpochRow> chart) {

    int bytes() {
      long point = BYTES_OF_A_POINT + (long) BYTES_OF_A_LAYER * layers();
      return Math.clamp(BYTES_OF_A_JOB + epochs.bytes() + point * chart.size(), 0, MOST_BYTES);
    }

    private int layers() {
      return chart.isEmpty() || chart.getFirst().layers() == null
          ? 0
          : chart.getFirst().layers().size();
    }
  }

  private final MetricRepository metrics;
  private final Cache<UUID, Kept> kept;

  MetricSeries(MetricRepository metrics, Limits limits) {
    this.metrics = metrics;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(limits.metricCache().toBytes())
            .weigher((UUID _, Kept series) -> series.bytes())
            .build();
  }

  /** At most so many epochs, ascending, the extremes among them. */
  List<EpochRow> thinned(UUID job, int points) {
    Kept now = kept.asMap().compute(job, (id, before) -> thinned(id, before, points));
    return now == null ? List.of() : now.chart();
  }

  private Kept thinned(UUID job, @Nullable Kept before, int points) {
    PackedEpochs known = before == null ? PackedEpochs.NONE : before.epochs();
    PackedEpochs all = extended(job, known);
    return before != null && all == known && points == before.points()
        ? before
        : new Kept(all, points, whole(job, MetricPoints.thin(all, points)));
  }

  /** As their rows say; where a run went back and has them not yet again, as they were. */
  private List<EpochRow> whole(UUID job, List<EpochRow> chosen) {
    Map<Integer, EpochRow> rows = new HashMap<>();
    for (int from = 0; from < chosen.size(); from += PAGE.max()) {
      List<EpochRow> some = chosen.subList(from, Math.min(from + PAGE.max(), chosen.size()));
      metrics
          .at(job, some.stream().map(EpochRow::epoch).toList())
          .forEach(row -> rows.put(row.epoch(), row));
    }
    return chosen.stream().map(row -> rows.getOrDefault(row.epoch(), row)).toList();
  }

  private PackedEpochs extended(UUID job, PackedEpochs known) {
    PackedEpochs whole = known.whole();
    List<MetricPack> packs = metrics.packs(job, whole.last());
    PackedEpochs all = packs.isEmpty() ? known : whole.plusPacks(packs);
    List<EpochRow> more = metrics.after(job, all.last(), PAGE);
    while (!more.isEmpty()) {
      all = all.plus(more);
      more = more.size() < PAGE.max() ? List.of() : metrics.after(job, all.last(), PAGE);
    }
    return all;
  }
}
