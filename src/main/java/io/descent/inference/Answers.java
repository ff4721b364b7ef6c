package io.descent.inference;

import io.descent.engine.Metrics;
import java.util.OptionalDouble;

/**
 * What a network says of the rows of a request, with what is to be told beside it.
 *
 * @param threshold the probability from which the second of two classes is answered
 */
record Answers(
    Outputs outputs, Remarks remarks, Passthrough passthrough, OptionalDouble threshold) {

  /** Takes the answers in row order. */
  interface Rows {

    /**
     * @param values of the row from {@code at} on
     * @param predicted index of the class that is answered
     */
    void take(int row, float[] values, int at, int predicted);
  }

  void forEach(Rows rows) {
    int number = 0;
    int width = outputs.width();
    for (int batch = 0; batch < outputs.batches().size(); batch++) {
      float[] values = outputs.batches().get(batch);
      int[] predicted = outputs.predicted().get(batch);
      for (int row = 0; row < predicted.length; row++) {
        int at = row * width;
        float second = threshold.isPresent() ? values[at + 1] : 0;
        rows.take(number++, values, at, Metrics.answered(predicted[row], second, threshold));
      }
    }
  }
}
