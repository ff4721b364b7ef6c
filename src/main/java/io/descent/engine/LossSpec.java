package io.descent.engine;

import java.util.Locale;

/**
 * The loss of a network: the mean over the batch of a sample's loss E, of outputs y and targets t.
 */
public enum LossSpec {
  SOFTMAX_CE("−Σ t log softmax(y)", true, true),
  MSE("½ Σ (y − t)²", false, false),
  BCE_LOGITS("Σ binary cross entropy of sigmoid(y)", false, true),
  CROSS_ENTROPY("−Σ t log y, of outputs that are probabilities", true, false);

  private final String formula;
  private final boolean takesClass;
  private final boolean takesLogits;

  LossSpec(String formula, boolean takesClass, boolean takesLogits) {
    this.formula = formula;
    this.takesClass = takesClass;
    this.takesLogits = takesLogits;
  }

  /** The name in JSON. */
  public String type() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** E. */
  public String formula() {
    return formula;
  }

  /** Whether a target is one class number, and not a number for each output. */
  public boolean takesClass() {
    return takesClass;
  }

  /** Whether it makes probabilities of the outputs. */
  public boolean takesLogits() {
    return takesLogits;
  }
}
