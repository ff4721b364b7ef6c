package io.descent.model;

import io.descent.engine.Metrics;
import io.descent.engine.Samples;

/** Sums over the rows of a regression, in row order. */
final class Residuals {

  private final Samples samples;
  private final double mean;
  private final float[] target = new float[1];
  private double absolute;
  private double squares;
  private double totalSquares;

  Residuals(Samples samples) {
    this.samples = samples;
    this.mean = mean(samples);
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
}
