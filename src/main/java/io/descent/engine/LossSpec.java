package io.descent.engine;

import java.util.Locale;

/**
 * The loss of a network: the mean over the batch of a sample's loss E.
 *
 * <p>{@code SOFTMAX_CE}: E = −Σ t_k log softmax(y)_k. {@code MSE}: E = ½ Σ (y_k − t_k)². {@code
 * BCE_LOGITS}: E = Σ binary cross entropy of sigmoid(y_k).
 */
public enum LossSpec {
  SOFTMAX_CE,
  MSE,
  BCE_LOGITS;

  /** The name in JSON. */
  public String type() {
    return name().toLowerCase(Locale.ROOT);
  }
}
