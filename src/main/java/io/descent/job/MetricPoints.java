package io.descent.job;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Thins a long series for a chart. The first and the last epoch stay, and those where a number is
 * smallest or largest of all; what room is left goes to the smallest and the largest training loss
 * of equally long stretches.
 */
final class MetricPoints {

  private static final List<ToDoubleFunction<EpochRow>> SERIES =
      List.of(
          row -> orNaN(row.scores().validationLoss()),
          MetricPoints::trainLoss,
          row -> orNaN(row.scores().validationScore()),
          row -> row.scores().trainScore(),
          EpochRow::lr,
          EpochRow::gradNorm,
          EpochRow::seconds);

  private static final List<ToDoubleFunction<EpochRow>> LOSS = List.of(MetricPoints::trainLoss);

  private final List<EpochRow> rows;
  private final int most;
  private final SortedSet<Integer> kept = new TreeSet<>();

  private MetricPoints(List<EpochRow> rows, int most) {
    this.rows = rows;
    this.most = most;
  }

  static List<EpochRow> thin(List<EpochRow> rows, int most) {
    return rows.size() <= most ? rows : new MetricPoints(rows, most).thin();
  }

  private static double trainLoss(EpochRow row) {
    return row.scores().trainLoss();
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private List<EpochRow> thin() {
    keep(rows.size() - 1);
    keep(0);
    keepExtremes(SERIES, 0, rows.size());
    int stretches = (most - kept.size()) / 2;
    for (int i = 0; i < stretches; i++) {
      int from = (int) ((long) rows.size() * i / stretches);
      int to = (int) ((long) rows.size() * (i + 1) / stretches);
      keepExtremes(LOSS, from, to);
    }
    List<EpochRow> thinned = new ArrayList<>();
    kept.forEach(index -> thinned.add(rows.get(index)));
    return thinned;
  }

  private void keepExtremes(List<ToDoubleFunction<EpochRow>> series, int from, int to) {
    List<Extremes> extremes = series.stream().map(_ -> new Extremes()).toList();
    for (int i = from; i < to; i++) {
      EpochRow row = rows.get(i);
      for (int k = 0; k < extremes.size(); k++) {
        extremes.get(k).see(i, series.get(k).applyAsDouble(row));
      }
    }
    for (Extremes found : extremes) {
      keep(found.smallest);
      keep(found.largest);
    }
  }

  /** Where a series is smallest and largest, first; -1 where no number of it is finite. */
  private static final class Extremes {

    private int smallest = -1;
    private int largest = -1;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    void see(int index, double value) {
      if (!Double.isFinite(value)) {
        return;
      }
      if (value < least) {
        smallest = index;
        least = value;
      }
      if (value > most) {
        largest = index;
        most = value;
      }
    }
  }

  private void keep(int index) {
    if (index >= 0 && kept.size() < most) {
      kept.add(index);
    }
  }
}
