package io.descent.engine.layer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Tensor;

/**
 * The probabilities of the classes, y_k = exp(x_k − max) / Σ exp(x_j − max), for x (batch,
 * features).
 *
 * <p>Backward: dx = y ∘ (dy − Σ dy ∘ y), the sum over a row in double, k ascending.
 */
public final class Softmax extends Layer {

  private final Kernels kernels;
  private final int classes;
  private final boolean inPlace;
  private final Tensor own;
  private final float[] max;
  private final float[] sum;
  private Tensor y = Tensor.NONE;

  public Softmax(LayerContext context) {
    super(context.input());
    kernels = context.kernels();
    classes = context.input().channels();
    inPlace = context.inPlace();
    own = inPlace ? Tensor.NONE : context.buffer(context.input());
    max = new float[context.batch()];
    sum = new float[context.batch()];
  }

  @Override
  public boolean needsOutput() {
    return true;
  }

  @Override
  public Tensor infer(Tensor x, int samples) {
    y = inPlace ? x : own;
    kernels
        .rows()
        .softmax(0, samples, classes, x.data(), x.stride(), y.data(), y.stride(), max, sum);
    return y;
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    for (int r = 0; r < samples; r++) {
      float[] p = y.data();
      int at = r * y.stride();
      int from = r * dy.stride();
      double share = 0;
      for (int k = 0; k < classes; k++) {
        share += (double) dy.data()[from + k] * p[at + k];
      }
      for (int k = 0; k < classes; k++) {
        dy.data()[from + k] = p[at + k] * (dy.data()[from + k] - (float) share);
      }
    }
    return dy;
  }
}
