package io.descent.engine.layer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Window;
import io.descent.engine.tensor.Tensor;

/**
 * The mean of each window, y[c, oy, ox] = Σ x[c, oy · s + ky, ox · s + kx] / (kernel height ·
 * kernel width). What no whole window covers is left out.
 *
 * <p>Backward: each position of a window gets dy / (kernel height · kernel width).
 */
public final class AvgPool2d extends Layer {

  private final Kernels kernels;
  private final Window window;
  private final Tensor y;
  private final Tensor dx;

  public AvgPool2d(LayerContext context, Geometry geometry) {
    this(context, geometry.window(context.input(), context.input().channels()));
  }

  private AvgPool2d(LayerContext context, Window window) {
    super(window.out());
    kernels = context.kernels();
    this.window = window;
    y = context.buffer(window.out());
    dx = context.inputGradientBuffer();
  }

  @Override
  public Tensor infer(Tensor x, int samples) {
    kernels.pooling().average(0, samples, window, x.data(), y.data());
    return y;
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    kernels.pooling().averageGradient(0, samples, window, dy.data(), dx.data());
    return dx;
  }
}
