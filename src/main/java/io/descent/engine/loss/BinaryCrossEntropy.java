package io.descent.engine.loss;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.elementwise.Elementary;
import io.descent.engine.tensor.Tensor;

/**
 * Binary cross entropy of sigmoid(y), E = Σ max(y_k, 0) − y_k t_k + log(1 + exp(−|y_k|)), in
 * double, k ascending.
 *
 * <p>Backward: dy = (sigmoid(y) − t) · w / Σ w.
 */
public final class BinaryCrossEntropy extends Loss {

  private final Kernels kernels;
  private final int outputs;
  private final Tensor dy;

  public BinaryCrossEntropy(Kernels kernels, int batch, int outputs, double[] weights) {
    super(batch, weights);
    this.kernels = kernels;
    this.outputs = outputs;
    dy = Tensor.padded(batch, outputs);
  }

  @Override
  public int targets() {
    return outputs;
  }

  @Override
  public void compute(Tensor y, Tensor t, int samples, double[] errors) {
    for (int r = 0; r < samples; r++) {
      double row = 0;
      for (int k = 0; k < outputs; k++) {
        double logit = y.data()[r * y.stride() + k];
        double overlap = logit * t.data()[r * t.stride() + k];
        row += Math.max(logit, 0) - overlap + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
      }
      errors[r] = row;
    }
  }

  @Override
  public Tensor gradient(Tensor y, Tensor t, int samples) {
    float[] shares = shares(t, samples);
    for (int r = 0; r < samples; r++) {
      for (int k = 0; k < outputs; k++) {
        float p = Elementary.sigmoid(y.data()[r * y.stride() + k]);
        dy.data()[r * dy.stride() + k] = (p - t.data()[r * t.stride() + k]) * shares[r];
      }
    }
    return dy;
  }

  @Override
  int label(Tensor t, int row) {
    return t.data()[row * t.stride()] > 0.5f ? 1 : 0;
  }

  @Override
  public void activateInPlace(float[] y, int stride, int samples) {
    kernels.activations().sigmoid(0, samples * stride, y, y);
  }
}
