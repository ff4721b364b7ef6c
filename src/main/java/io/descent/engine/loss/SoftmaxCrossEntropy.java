package io.descent.engine.loss;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Tensor;

/**
 * Softmax with cross entropy, E = −Σ t_k log p_k with p = softmax(y) and t the one-hot form of the
 * class number: E = log Σ exp(y_k − max) + max − y_t, in double, never by log p.
 *
 * <p>Backward: dy = (p − t) · w / Σ w.
 */
public final class SoftmaxCrossEntropy extends Loss {

  private final Kernels kernels;
  private final int classes;
  private final Tensor p;
  private final float[] max;
  private final float[] sum;

  public SoftmaxCrossEntropy(Kernels kernels, int batch, int classes, double[] weights) {
    super(batch, weights);
    this.kernels = kernels;
    this.classes = classes;
    p = Tensor.padded(batch, classes);
    max = new float[batch];
    sum = new float[batch];
  }

  @Override
  public int targets() {
    return 1;
  }

  @Override
  public void compute(Tensor y, Tensor t, int samples, double[] errors) {
    kernels
        .rows()
        .softmax(0, samples, classes, y.data(), y.stride(), p.data(), p.stride(), max, sum);
    for (int r = 0; r < samples; r++) {
      float target = y.data()[r * y.stride() + label(t, r)];
      errors[r] = StrictMath.log(sum[r]) + max[r] - target;
    }
  }

  @Override
  public Tensor gradient(Tensor y, Tensor t, int samples) {
    float[] shares = shares(t, samples);
    for (int r = 0; r < samples; r++) {
      p.data()[r * p.stride() + label(t, r)] -= 1f;
    }
    int atOnce = isWeighted() ? 1 : samples;
    for (int r = 0; r < samples; r += atOnce) {
      int from = r * p.stride();
      kernels.updates().scaleInPlace(from, from + atOnce * p.stride(), shares[r], p.data());
    }
    return p;
  }

  @Override
  int label(Tensor t, int row) {
    return (int) t.data()[row * t.stride()];
  }

  @Override
  public void activateInPlace(float[] y, int stride, int samples) {
    kernels.rows().softmax(0, samples, classes, y, stride, y, stride, max, sum);
  }
}
