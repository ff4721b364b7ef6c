package io.descent.engine;

import java.util.OptionalDouble;

/** How outputs are judged, the same in training, in evaluations and in predictions. */
public final class Metrics {

  /** Beyond what a float loses of a number up to 1. */
  private static final double NEAR = 1e-6;

  private Metrics() {}

  /** The index of the largest value, counted from {@code from}; of equals the first. */
  public static int argmax(float[] values, int from, int length) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * The class that raw outputs tell. A single output is that of {@code BCE_LOGITS}, whose sign
   * tells it.
   */
  public static int predictedClass(float[] outputs, int from, int length) {
    return length == 1 ? (outputs[from] > 0 ? 1 : 0) : argmax(outputs, from, length);
  }

  /**
   * The class that is answered: where there is a threshold, the second of two where its probability
   * is at least that, else the one that the outputs tell.
   *
   * @param raw outputs
   * @param meaning probabilities, one a class, or that of the second of two
   */
  public static int predictedClass(float[] raw, float[] meaning, OptionalDouble threshold) {
    return answered(predictedClass(raw, 0, raw.length), meaning[meaning.length - 1], threshold);
  }

  /**
   * The same where the class that the outputs tell is known.
   *
   * @param second probability of the second class
   */
  public static int answered(int told, float second, OptionalDouble threshold) {
    return threshold.isEmpty() ? told : reaches(second, threshold.getAsDouble()) ? 1 : 0;
  }

  /** Whether a number, as it is written in its shortest form, is at least another. */
  private static boolean reaches(float value, double threshold) {
    return Math.abs(value - threshold) > NEAR
        ? value > threshold
        : Double.parseDouble(Float.toString(value)) >= threshold;
  }

  /**
   * R² = 1 − Σ (y − t)² / Σ (t − mean t)²; not finite where all targets are equal.
   *
   * @param residuals Σ (y − t)²
   * @param deviations Σ (t − mean t)²
   */
  public static double r2(double residuals, double deviations) {
    return 1 - residuals / deviations;
  }
}
