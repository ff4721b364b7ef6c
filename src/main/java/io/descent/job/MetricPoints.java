package io.descent.job;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Thins a long series for a chart. The first and the last epoch stay, and those where a number is
 * smallest or largest of all; what room is left goes to the smallest and the largest training loss
 * of equally long stretches.
 *
 * <p>Of a very long series, outlines of its thousands give the same chart as all of its epochs: its
 * stretches are then whole blocks of {@value #BLOCK} epochs, of each of which an outline has the
 * smallest and the largest training loss.
 */
final class MetricPoints {

  /** A thousand is whole blocks. */
  private static final int BLOCK = 25;

  private static final int BLOCKS_OF_A_STRETCH = 4;

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

  /**
   * @param rows ascending, of all epochs from the first to the last, or where {@link #isLong} of
   *     outlines
   */
  static List<EpochRow> thin(List<EpochRow> rows, int most) {
    return rows.size() <= most ? rows : new MetricPoints(rows, most).thin();
  }

  /** Whether outlines will do for a chart of so many epochs. */
  static boolean isLong(int epochs, int most) {
    return epochs >= (long) most / 2 * BLOCKS_OF_A_STRETCH * BLOCK;
  }

  /** What charts of a very long series may take of a {@link MetricPack}. */
  static List<EpochRow> outline(List<EpochRow> pack) {
    MetricPoints points = new MetricPoints(pack, pack.size());
    points.keepEndsAndExtremes();
    for (int from = 0; from < pack.size(); from += BLOCK) {
      points.keepExtremes(LOSS, from, from + BLOCK);
    }
    return points.chosen();
  }

  private static double trainLoss(EpochRow row) {
    return row.scores().trainLoss();
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private List<EpochRow> thin() {
    keepEndsAndExtremes();
    int first = rows.getFirst().epoch();
    int epochs = rows.getLast().epoch() - first + 1;
    int whole = isLong(epochs, most) ? BLOCK : 1;
    int stretches = (most - kept.size()) / 2;
    int from = 0;
    for (int i = 1; i <= stretches; i++) {
      long end = i == stretches ? epochs : (long) epochs * i / stretches / whole * whole;
      int to = from;
      while (to < rows.size() && rows.get(to).epoch() < first + end) {
        to++;
      }
      keepExtremes(LOSS, from, to);
      from = to;
    }
    return chosen();
  }

  private void keepEndsAndExtremes() {
    keep(rows.size() - 1);
    keep(0);
    keepExtremes(SERIES, 0, rows.size());
  }

  private List<EpochRow> chosen() {
    return kept.stream().map(rows::get).toList();
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
