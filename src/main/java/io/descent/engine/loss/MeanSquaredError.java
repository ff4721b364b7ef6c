package io.descent.engine.loss;

import io.descent.engine.tensor.Tensor;

/**
 * Half the squared error, E = ½ Σ (y_k − t_k)², differences and squares in double, k ascending.
 *
 * <p>Backward: dy = (y − t) · w / Σ w.
 */
public final class MeanSquaredError extends Loss {

  private final int outputs;
  private final Tensor dy;

  public MeanSquaredError(int batch, int outputs, double[] weights) {
    super(batch, weights);
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
      double squares = 0;
      for (int k = 0; k < outputs; k++) {
        double d = (double) y.data()[r * y.stride() + k] - t.data()[r * t.stride() + k];
        squares += d * d;
      }
      errors[r] = 0.5 * squares;
    }
  }

  @Override
  public Tensor gradient(Tensor y, Tensor t, int samples) {
    float[] shares = shares(t, samples);
    for (int r = 0; r < samples; r++) {
      for (int k = 0; k < outputs; k++) {
        float d = y.data()[r * y.stride() + k] - t.data()[r * t.stride() + k];
        dy.data()[r * dy.stride() + k] = d * shares[r];
      }
    }
    return dy;
  }

  /** Of a one-hot target. */
  @Override
  int label(Tensor t, int row) {
    int label = 0;
    for (int k = 1; k < outputs; k++) {
      label = t.data()[row * t.stride() + k] > t.data()[row * t.stride() + label] ? k : label;
    }
    return label;
  }

  @Override
  public void activateInPlace(float[] y, int stride, int samples) {}
}
