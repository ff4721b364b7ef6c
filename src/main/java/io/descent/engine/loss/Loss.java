package io.descent.engine.loss;

import io.descent.engine.tensor.Tensor;

/** A loss at work, with buffers of its own made once. */
public abstract sealed class Loss
    permits SoftmaxCrossEntropy, CrossEntropy, MeanSquaredError, BinaryCrossEntropy {

  /** Values of one target. */
  public abstract int targets();

  /** E of each sample, in double, for outputs y and targets t. */
  public abstract void compute(Tensor y, Tensor t, int samples, double[] errors);

  /** ∂ mean E / ∂ y, right after {@link #compute} of the same. */
  public abstract Tensor gradient(Tensor y, Tensor t, int samples);

  /**
   * Turns outputs into what they mean: probabilities, or the outputs themselves.
   *
   * @param y rows of outputs, {@code stride} apart; at most a batch
   */
  public abstract void activateInPlace(float[] y, int stride, int samples);
}
