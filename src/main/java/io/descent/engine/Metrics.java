package io.descent.engine;

/** How outputs are judged, the same in training, in evaluations and in predictions. */
public final class Metrics {

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
   * R² = 1 − Σ (y − t)² / Σ (t − mean t)²; not finite where all targets are equal.
   *
   * @param residuals Σ (y − t)²
   * @param deviations Σ (t − mean t)²
   */
  public static double r2(double residuals, double deviations) {
    return 1 - residuals / deviations;
  }
}
