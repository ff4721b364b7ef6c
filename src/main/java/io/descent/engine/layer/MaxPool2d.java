package io.descent.engine.layer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Window;
import io.descent.engine.tensor.Tensor;

/**
 * The largest value of each window, y[c, oy, ox] = max x[c, oy · s + ky, ox · s + kx]; of equals
 * the first by (ky, kx). Windows may overlap; what no whole window covers is left out.
 *
 * <p>Backward: dy goes to the position that won; a position that won several windows gets the sum.
 */
public final class MaxPool2d extends Layer {

  private final Kernels kernels;
  private final Window window;
  private final int[] winners;
  private final Tensor y;
  private final Tensor dx;

  public MaxPool2d(LayerContext context, Geometry geometry) {
    this(context, geometry.window(context.input(), context.input().channels()));
  }

  private MaxPool2d(LayerContext context, Window window) {
    super(window.out());
    kernels = context.kernels();
    this.window = window;
    y = context.buffer(window.out());
    winners = new int[y.data().length];
    dx = context.inputGradientBuffer();
  }

  @Override
  public Tensor infer(Tensor x, int samples) {
    kernels.pooling().max(0, samples, window, x.data(), y.data(), winners);
    return y;
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    kernels.pooling().maxGradient(0, samples, window, dy.data(), winners, dx.data());
    return dx;
  }
}
