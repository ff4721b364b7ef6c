package io.descent.engine.loss;

import io.descent.engine.tensor.Tensor;
import java.util.Arrays;

/** A loss at work, with buffers of its own made once. */
public abstract sealed class Loss
    permits SoftmaxCrossEntropy, CrossEntropy, MeanSquaredError, BinaryCrossEntropy {

  private final double[] weights;
  private final float[] shares;

  /**
   * @param batch the most samples of one pass
   * @param weights how much each class counts; empty where all count the same
   */
  Loss(int batch, double[] weights) {
    // A power of two apart, so that no sum of them is infinite and no ratio changes
    int exponent = Math.getExponent(Arrays.stream(weights).max().orElse(1));
    this.weights = Arrays.stream(weights).map(w -> Math.scalb(w, -exponent)).toArray();
    shares = new float[batch];
  }

  /** Whether classes count differently. */
  final boolean isWeighted() {
    return weights.length > 0;
  }

  /** The class that a target tells. */
  abstract int label(Tensor t, int row);

  private double weight(Tensor t, int row) {
    return weights[label(t, row)];
  }

  private double totalWeight(Tensor t, int samples) {
    double total = 0;
    for (int r = 0; r < samples; r++) {
      total += weight(t, r);
    }
    return total;
  }

  /** The loss of a batch, Σ w_t E ÷ Σ w_t, in double and row order. */
  public final double mean(double[] errors, Tensor t, int samples) {
    double sum = 0;
    for (int r = 0; r < samples; r++) {
      sum += isWeighted() ? weight(t, r) * errors[r] : errors[r];
    }
    return sum / (isWeighted() ? totalWeight(t, samples) : samples);
  }

  /** Of each sample its share in the loss, w ÷ Σ w, in double and cast once. */
  final float[] shares(Tensor t, int samples) {
    if (!isWeighted()) {
      Arrays.fill(shares, 0, samples, (float) (1.0 / samples));
      return shares;
    }
    double total = totalWeight(t, samples);
    for (int r = 0; r < samples; r++) {
      shares[r] = (float) (weight(t, r) / total);
    }
    return shares;
  }

  /** Values of one target. */
  public abstract int targets();

  /** E of each sample, in double, for outputs y and targets t. */
  public abstract void compute(Tensor y, Tensor t, int samples, double[] errors);

  /** ∂ loss / ∂ y, right after {@link #compute} of the same. */
  public abstract Tensor gradient(Tensor y, Tensor t, int samples);

  /**
   * Turns outputs into what they mean: probabilities, or the outputs themselves.
   *
   * @param y rows of outputs, {@code stride} apart; at most a batch
   */
  public abstract void activateInPlace(float[] y, int stride, int samples);
}
