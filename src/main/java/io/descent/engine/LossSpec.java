package io.descent.engine;

import java.util.Locale;

/**
 * The loss of a network: the mean over the batch of a sample's loss E, of outputs y and targets t.
 */
public enum LossSpec {
  SOFTMAX_CE,
  MSE,
  BCE_LOGITS,
  CROSS_ENTROPY;

  /** The name in JSON. */
  public String type() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** E. */
  public String formula() {
    return switch (this) {
      case SOFTMAX_CE -> "−Σ t log softmax(y)";
      case MSE -> "½ Σ (y − t)²";
      case BCE_LOGITS -> "Σ binary cross entropy of sigmoid(y)";
      case CROSS_ENTROPY -> "−Σ t log y, of outputs that are probabilities";
    };
  }

  /** Whether a target is one class number, and not a number for each output. */
  public boolean takesClass() {
    return switch (this) {
      case SOFTMAX_CE, CROSS_ENTROPY -> true;
      case MSE, BCE_LOGITS -> false;
    };
  }

  /** Whether it makes probabilities of the outputs. */
  public boolean takesLogits() {
    return switch (this) {
      case SOFTMAX_CE, BCE_LOGITS -> true;
      case MSE, CROSS_ENTROPY -> false;
    };
  }

  /**
   * The class that a target tells: its number, the largest of a one-hot one, or whether the only
   * one is 1.
   */
  public int label(float[] target) {
    return switch (this) {
      case SOFTMAX_CE, CROSS_ENTROPY -> (int) target[0];
      case MSE -> Metrics.argmax(target, 0, target.length);
      case BCE_LOGITS -> target[0] > 0.5f ? 1 : 0;
    };
  }

  /** Outputs for so many classes; one is the probability of the second of two. */
  public int outputs(int classes) {
    return switch (this) {
      case SOFTMAX_CE, MSE, CROSS_ENTROPY -> classes;
      case BCE_LOGITS -> 1;
    };
  }
}
