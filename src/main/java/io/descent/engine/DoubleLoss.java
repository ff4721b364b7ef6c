package io.descent.engine;

import java.util.Arrays;

/** The losses once more, in double precision. */
record DoubleLoss(LossSpec loss, float[] targets, double[] weights) {

  double mean(double[] y, int samples) {
    int outputs = y.length / samples;
    int width = targets.length / samples;
    double sum = 0;
    double total = 0;
    for (int n = 0; n < samples; n++) {
      float[] target = Arrays.copyOfRange(targets, n * width, (n + 1) * width);
      double weight = weights.length == 0 ? 1 : weights[loss.label(target)];
      sum += weight * error(y, n * outputs, outputs, n);
      total += weight;
    }
    return sum / total;
  }

  private double error(double[] y, int at, int outputs, int n) {
    return switch (loss) {
      case SOFTMAX_CE -> crossEntropy(y, at, outputs, (int) targets[n]);
      case CROSS_ENTROPY -> -StrictMath.log(y[at + (int) targets[n]]);
      case MSE -> halfSquares(y, at, outputs, n);
      case BCE_LOGITS -> binary(y, at, outputs, n);
    };
  }

  private static double crossEntropy(double[] y, int at, int outputs, int label) {
    double max = Arrays.stream(y, at, at + outputs).max().orElse(0);
    double sum = Arrays.stream(y, at, at + outputs).map(v -> StrictMath.exp(v - max)).sum();
    return StrictMath.log(sum) + max - y[at + label];
  }

  private double halfSquares(double[] y, int at, int outputs, int n) {
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      double d = y[at + k] - targets[n * outputs + k];
      sum += 0.5 * d * d;
    }
    return sum;
  }

  private double binary(double[] y, int at, int outputs, int n) {
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      double v = y[at + k];
      sum += Math.max(v, 0) - v * targets[n * outputs + k];
      sum += StrictMath.log1p(StrictMath.exp(-Math.abs(v)));
    }
    return sum;
  }
}
