package io.descent.engine;

import io.descent.engine.tensor.Tensor;
import java.io.IOException;

/**
 * Sums over the rows seen so far, in double and row order: the loss, and what accuracy or R² come
 * from.
 */
final class MetricAccumulator {

  /**
   * A cross entropy below ln 2 is a probability above one half, so that no other class has more. It
   * is exact for outputs below 2⁵⁰; those beyond are nothing that was learnt.
   */
  private static final double SURE = 0.6;

  private final Task task;
  private final LossSpec loss;
  private long rows;
  private long values;
  private long correct;
  private double lossSum;
  private double residual;
  private double targetSum;
  private double targetSquares;

  MetricAccumulator(Task task, LossSpec loss) {
    this.task = task;
    this.loss = loss;
  }

  void clear() {
    rows = 0;
    values = 0;
    correct = 0;
    lossSum = 0;
    residual = 0;
    targetSum = 0;
    targetSquares = 0;
  }

  void add(Net net, int samples) {
    add(net.output(), net.batch().targets(), samples, net.errors());
  }

  private void add(Tensor y, Tensor t, int samples, double[] errors) {
    rows += samples;
    for (int r = 0; r < samples; r++) {
      lossSum += errors[r];
      switch (task) {
        case CLASSIFICATION -> correct += isCorrect(y, t, r, errors[r]) ? 1 : 0;
        case REGRESSION -> compare(y, t, r);
      }
    }
  }

  private boolean isCorrect(Tensor y, Tensor t, int r, double error) {
    float target = t.data()[r * t.stride()];
    return switch (loss) {
      case SOFTMAX_CE, CROSS_ENTROPY -> error < SURE || argmax(y, r) == (int) target;
      case MSE -> argmax(y, r) == argmax(t, r);
      case BCE_LOGITS -> y.data()[r * y.stride()] > 0 == target > 0.5f;
    };
  }

  private static int argmax(Tensor values, int r) {
    return Metrics.argmax(values.data(), r * values.stride(), values.columns());
  }

  private void compare(Tensor y, Tensor t, int r) {
    for (int k = 0; k < t.columns(); k++) {
      double target = t.data()[r * t.stride() + k];
      double difference = y.data()[r * y.stride() + k] - target;
      residual += difference * difference;
      targetSum += target;
      targetSquares += target * target;
      values++;
    }
  }

  /** Mean loss; NaN before the first row. */
  double loss() {
    return lossSum / rows;
  }

  /** Accuracy, or R²; NaN before the first row. */
  double score() {
    return switch (task) {
      case CLASSIFICATION -> (double) correct / rows;
      case REGRESSION -> Metrics.r2(residual, targetSquares - targetSum * targetSum / values);
    };
  }

  void save(StateWriter out) throws IOException {
    out.number(rows);
    out.number(values);
    out.number(correct);
    out.number(lossSum);
    out.number(residual);
    out.number(targetSum);
    out.number(targetSquares);
  }

  void restore(StateReader in) throws IOException {
    rows = in.whole();
    values = in.whole();
    correct = in.whole();
    lossSum = in.real();
    residual = in.real();
    targetSum = in.real();
    targetSquares = in.real();
  }
}
