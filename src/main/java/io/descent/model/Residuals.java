package io.descent.model;

import io.descent.engine.Metrics;
import io.descent.engine.Samples;
import io.descent.model.ModelMetrics.Bin;
import io.descent.model.ModelMetrics.NumberQuality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the rows of a regression, in row order. Up to 10⁵ residuals are kept; of more, they are
 * counted by the first bits of their size.
 */
final class Residuals {

  private static final int BINS = 30;

  /** Bits of a float that counts leave out: of its mantissa 13 are left, of both signs. */
  private static final int SHIFT = 10;

  private final Samples samples;
  private final double mean;
  private final float[] target = new float[1];
  private final double[] kept;
  private final int[] below;
  private final int[] above;
  private double absolute;
  private double squares;
  private double totalSquares;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private int added;

  Residuals(Samples samples) {
    this.samples = samples;
    this.mean = mean(samples);
    boolean exact = samples.rows() <= RankedScores.EXACT;
    kept = new double[exact ? samples.rows() : 0];
    int sizes = exact ? 0 : (Integer.MAX_VALUE >>> SHIFT) + 1;
    below = new int[sizes];
    above = new int[sizes];
  }

  private static double mean(Samples samples) {
    float[] target = new float[1];
    double sum = 0;
    for (int row = 0; row < samples.rows(); row++) {
      samples.target(row, target, 0);
      sum += target[0];
    }
    return sum / samples.rows();
  }

  void add(float[] output, int row) {
    samples.target(row, target, 0);
    double residual = (double) output[0] - target[0];
    double deviation = target[0] - mean;
    absolute += Math.abs(residual);
    squares += residual * residual;
    totalSquares += deviation * deviation;
    least = Math.min(least, residual);
    most = Math.max(most, residual);
    if (kept.length > 0) {
      kept[added] = residual;
    } else {
      (residual < 0 ? below : above)[size(Math.abs((float) residual))]++;
    }
    added++;
  }

  private static int size(float magnitude) {
    return Float.floatToIntBits(magnitude) >>> SHIFT;
  }

  /** The middle of what is counted together. */
  private static double magnitude(int size) {
    return (smallest(size) + smallest(size + 1)) / 2;
  }

  private static double smallest(int size) {
    return Float.intBitsToFloat(size << SHIFT);
  }

  double mse() {
    return squares / samples.rows();
  }

  double mae() {
    return absolute / samples.rows();
  }

  double r2() {
    return Metrics.r2(squares, totalSquares);
  }

  /**
   * @param unit what a residual of 1 is in the target's own unit
   */
  NumberQuality quality(double unit) {
    if (!Double.isFinite(absolute)) {
      return new NumberQuality(Double.NaN, List.of(), 0);
    }
    return kept.length > 0
        ? new NumberQuality(median() * unit, bins(unit), 0)
        : new NumberQuality(countedMedian() * unit, bins(unit), error() * unit);
  }

  /** Of an even number of rows the mean of the middle two. */
  private double median() {
    double[] sizes = Arrays.stream(kept).map(Math::abs).sorted().toArray();
    return (sizes[(sizes.length - 1) / 2] + sizes[sizes.length / 2]) / 2;
  }

  private double countedMedian() {
    return (magnitude(sizeAt((added - 1) / 2)) + magnitude(sizeAt(added / 2))) / 2;
  }

  private double error() {
    int size = sizeAt(added / 2);
    return (smallest(size + 1) - smallest(size)) / 2;
  }

  private int sizeAt(int rank) {
    long seen = 0;
    int size = -1;
    while (seen <= rank) {
      size++;
      seen += below[size] + above[size];
    }
    return size;
  }

  private List<Bin> bins(double unit) {
    long[] counts = new long[BINS];
    Arrays.stream(kept).forEach(it -> counts[bin(it)]++);
    for (int size = 0; size < below.length; size++) {
      if (below[size] + above[size] > 0) {
        counts[bin(-magnitude(size))] += below[size];
        counts[bin(magnitude(size))] += above[size];
      }
    }
    double width = (most - least) / BINS;
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      double to = i == BINS - 1 ? most : least + (i + 1) * width;
      bins.add(new Bin((least + i * width) * unit, to * unit, counts[i]));
    }
    return bins;
  }

  private int bin(double residual) {
    double width = most - least;
    return width == 0 ? 0 : Math.clamp((long) ((residual - least) / width * BINS), 0, BINS - 1);
  }
}
