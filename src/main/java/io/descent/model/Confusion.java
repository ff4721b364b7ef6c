package io.descent.model;

import io.descent.engine.Metrics;
import io.descent.engine.Samples;
import io.descent.model.ModelMetrics.ClassMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Counts which class each row has and which is predicted. */
final class Confusion {

  private final List<String> labels;
  private final Samples samples;
  private final float[] target;
  private final long[][] counts;

  Confusion(List<String> labels, Samples samples) {
    this.labels = labels;
    this.samples = samples;
    this.target = new float[samples.targets()];
    this.counts = new long[labels.size()][labels.size()];
  }

  void add(float[] output, int row) {
    samples.target(row, target, 0);
    int actual = target.length == 1 ? (int) target[0] : Metrics.argmax(target, 0, target.length);
    counts[actual][Metrics.predictedClass(output, 0, output.length)]++;
  }

  double accuracy() {
    long right = IntStream.range(0, counts.length).mapToLong(c -> counts[c][c]).sum();
    return (double) right / samples.rows();
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
    long actual = LongStream.of(counts[c]).sum();
    long predicted = Arrays.stream(counts).mapToLong(row -> row[c]).sum();
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
