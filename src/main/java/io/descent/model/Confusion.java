package io.descent.model;

import io.descent.model.ModelMetrics.ClassMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Counts which class each row has and which is predicted. */
final class Confusion {

  /** The quantile of the normal distribution that leaves 2.5 % above it. */
  private static final double NORMAL = 1.959963984540054;

  private final List<String> labels;
  private final long[][] counts;
  private long rows;

  Confusion(List<String> labels) {
    this.labels = labels;
    this.counts = new long[labels.size()][labels.size()];
  }

  void add(int actual, int predicted) {
    counts[actual][predicted]++;
    rows++;
  }

  double accuracy() {
    return (double) right() / rows;
  }

  private long right() {
    return IntStream.range(0, counts.length).mapToLong(c -> counts[c][c]).sum();
  }

  /** In which the accuracy lies 95 times of 100 (Wilson 1927). */
  List<Double> accuracyInterval() {
    double p = accuracy();
    double z = NORMAL * NORMAL / rows;
    double middle = (p + z / 2) / (1 + z);
    double half = NORMAL * Math.sqrt(p * (1 - p) / rows + z / (4 * rows)) / (1 + z);
    return List.of(Math.max(0, middle - half), Math.min(1, middle + half));
  }

  /** Mean recall of the classes that occur. */
  double balancedAccuracy() {
    return perClass().stream()
        .filter(it -> it.rows() > 0)
        .mapToDouble(ClassMetrics::recall)
        .average()
        .orElse(Double.NaN);
  }

  /** Mean F1 of the classes that occur or are answered. */
  double macroF1() {
    return IntStream.range(0, counts.length)
        .filter(c -> actual(c) + predicted(c) > 0)
        .mapToDouble(c -> of(c).f1())
        .average()
        .orElse(Double.NaN);
  }

  /** Matthews correlation coefficient for any number of classes (Gorodkin 2004). */
  double mcc() {
    double both = 0;
    double actuals = 0;
    double answers = 0;
    for (int c = 0; c < counts.length; c++) {
      both += (double) actual(c) * predicted(c);
      actuals += (double) actual(c) * actual(c);
      answers += (double) predicted(c) * predicted(c);
    }
    double all = (double) rows * rows;
    double spread = Math.sqrt(all - actuals) * Math.sqrt(all - answers);
    return spread == 0 ? 0 : ((double) right() * rows - both) / spread;
  }

  private long actual(int c) {
    return LongStream.of(counts[c]).sum();
  }

  private long predicted(int c) {
    return Arrays.stream(counts).mapToLong(row -> row[c]).sum();
  }

  /** Rows are the actual classes, columns the predicted. */
  List<List<Long>> matrix() {
    return Arrays.stream(counts).map(row -> LongStream.of(row).boxed().toList()).toList();
  }

  List<ClassMetrics> perClass() {
    return IntStream.range(0, counts.length).mapToObj(this::of).toList();
  }

  /** What has no rows to be measured by counts as 0. */
  private ClassMetrics of(int c) {
    long hits = counts[c][c];
    long actual = actual(c);
    long predicted = predicted(c);
    return new ClassMetrics(
        labels.get(c),
        ratio(hits, predicted),
        ratio(hits, actual),
        ratio(2 * hits, actual + predicted),
        actual);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
