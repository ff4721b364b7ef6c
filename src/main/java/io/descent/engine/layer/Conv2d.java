package io.descent.engine.layer;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Window;
import io.descent.engine.tensor.Layout;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.List;

/**
 * A two-dimensional convolution (LeCun et al. 1989), as a cross-correlation: y[o, oy, ox] = b[o] +
 * Σ x[c, oy · s + ky − p, ox · s + kx − p] · W[o, c, ky, kx] for x (batch, in, height, width), W
 * (out, in, kernel height, kernel width), zeros around the map.
 *
 * <p>Backward: dW[o, c, ky, kx] = Σ x[c, …] · dy[o, oy, ox], db[o] = Σ dy[o], dx = Σ dy · W over
 * all windows that cover the position.
 */
public final class Conv2d extends Layer {

  private final Kernels kernels;
  private final Window window;
  private final Parameter weights;
  private final Parameter bias;
  private final Tensor y;
  private final Tensor dx;
  private Tensor x = Tensor.NONE;

  public Conv2d(LayerContext context, Geometry geometry, int out) {
    this(context, geometry.window(context.input(), out));
  }

  private Conv2d(LayerContext context, Window window) {
    super(window.out());
    kernels = context.kernels();
    this.window = window;
    int in = window.in().channels();
    int out = window.out().channels();
    int stride = Tensor.pad(out);
    Layout layout =
        new Layout(
            List.of(out, in, window.kernelHeight(), window.kernelWidth()),
            List.of(1, stride, window.kernelWidth() * in * stride, in * stride));
    weights = context.parameter("W", layout, window.taps() * in, out, 0f);
    bias = context.parameter("b", Layout.vector(out), 1, out, 0f);
    y = context.buffer(window.out());
    dx = context.inputGradientBuffer();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights, bias);
  }

  @Override
  public Tensor infer(Tensor input, int samples) {
    x = input;
    FeatureMap out = window.out();
    kernels.convolutions().forward(0, samples, window, x.data(), weights.value().data(), y.data());
    kernels
        .rows()
        .addRowInPlace(
            0,
            samples * out.positions(),
            out.channels(),
            bias.value().data(),
            y.data(),
            out.stride());
    return y;
  }

  @Override
  public void parameterGradients(Tensor dy, int samples) {
    FeatureMap out = window.out();
    int rows = window.taps() * window.in().channels();
    kernels
        .convolutions()
        .weightGradient(0, rows, window, samples, x.data(), dy.data(), weights.gradient().data());
    kernels
        .rows()
        .columnSums(
            0,
            out.channels(),
            samples * out.positions(),
            dy.data(),
            out.stride(),
            bias.gradient().data());
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    kernels
        .convolutions()
        .inputGradient(0, samples, window, dy.data(), weights.value().data(), dx.data());
    return dx;
  }
}
