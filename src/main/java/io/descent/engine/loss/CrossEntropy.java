package io.descent.engine.loss;

import io.descent.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * Cross entropy of outputs that are probabilities, E = −Σ t_k log y_k with t the one-hot form of
 * the class number, in double; infinite where the class has probability 0, which our softmax comes
 * near and never gives.
 *
 * <p>Backward: dy = −t / y · w / Σ w.
 */
public final class CrossEntropy extends Loss {

  private final Tensor dy;

  public CrossEntropy(int batch, int classes, double[] weights) {
    super(batch, weights);
    dy = Tensor.padded(batch, classes);
  }

  @Override
  public int targets() {
    return 1;
  }

  @Override
  public void compute(Tensor y, Tensor t, int samples, double[] errors) {
    for (int r = 0; r < samples; r++) {
      errors[r] = -StrictMath.log(y.data()[r * y.stride() + label(t, r)]);
    }
  }

  @Override
  public Tensor gradient(Tensor y, Tensor t, int samples) {
    float[] shares = shares(t, samples);
    Arrays.fill(dy.data(), 0, samples * dy.stride(), 0f);
    for (int r = 0; r < samples; r++) {
      int label = label(t, r);
      dy.data()[r * dy.stride() + label] = -shares[r] / y.data()[r * y.stride() + label];
    }
    return dy;
  }

  @Override
  int label(Tensor t, int row) {
    return (int) t.data()[row * t.stride()];
  }

  @Override
  public void activateInPlace(float[] y, int stride, int samples) {}
}
