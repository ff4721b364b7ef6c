package io.descent.job;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
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

  private static final int SERIES = 7;
  private static final int TRAIN_LOSS = 1;

  private final List<EpochRow> rows;
  private final int most;
  private final int[] epochs;

  /** The numbers of each series. */
  private final double[][] series;

  private final SortedSet<Integer> kept = new TreeSet<>();

  private MetricPoints(List<EpochRow> rows, int most) {
    this.rows = rows;
    this.most = most;
    this.epochs = new int[rows.size()];
    this.series = new double[SERIES][rows.size()];
    for (int i = 0; i < epochs.length; i++) {
      read(rows.get(i), i);
    }
  }

  /** The order says which extremes stay where there is not room for all. */
  private void read(EpochRow row, int i) {
    Scores scores = row.scores();
    epochs[i] = row.epoch();
    series[0][i] = orNaN(scores.validationLoss());
    series[TRAIN_LOSS][i] = scores.trainLoss();
    series[2][i] = orNaN(scores.validationScore());
    series[3][i] = scores.trainScore();
    series[4][i] = row.lr();
    series[5][i] = row.gradNorm();
    series[6][i] = row.seconds();
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
      points.keepExtremes(TRAIN_LOSS, from, Math.min(from + BLOCK, pack.size()));
    }
    return points.chosen();
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private List<EpochRow> thin() {
    keepEndsAndExtremes();
    int first = epochs[0];
    int count = epochs[epochs.length - 1] - first + 1;
    int whole = isLong(count, most) ? BLOCK : 1;
    int stretches = (most - kept.size()) / 2;
    int from = 0;
    for (int i = 1; i <= stretches; i++) {
      long end = i == stretches ? count : (long) count * i / stretches / whole * whole;
      int to = from;
      while (to < epochs.length && epochs[to] < first + end) {
        to++;
      }
      keepExtremes(TRAIN_LOSS, from, to);
      from = to;
    }
    return chosen();
  }

  private void keepEndsAndExtremes() {
    keep(rows.size() - 1);
    keep(0);
    for (int k = 0; k < SERIES; k++) {
      keepExtremes(k, 0, epochs.length);
    }
  }

  private List<EpochRow> chosen() {
    return kept.stream().map(rows::get).toList();
  }

  /** Where a series is smallest and largest, first; nowhere where no number of it is finite. */
  private void keepExtremes(int number, int from, int to) {
    double[] values = series[number];
    int smallest = -1;
    int largest = -1;
    for (int i = from; i < to; i++) {
      double value = values[i];
      if (!Double.isFinite(value)) {
        continue;
      }
      smallest = smallest < 0 || value < values[smallest] ? i : smallest;
      largest = largest < 0 || value > values[largest] ? i : largest;
    }
    keep(smallest);
    keep(largest);
  }

  private void keep(int index) {
    if (index >= 0 && kept.size() < most) {
      kept.add(index);
    }
  }
}
