package io.descent.engine.layer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Tensor;

/** A function of each value by itself; the gradient is written over the one that comes in. */
abstract sealed class Elementwise extends Layer permits Relu, LeakyRelu, Gelu, Sigmoid, Tanh {

  private final boolean inPlace;
  private final Tensor own;
  private Tensor x = Tensor.NONE;
  private Tensor y = Tensor.NONE;

  final Kernels kernels;

  Elementwise(LayerContext context, boolean inPlace) {
    super(context.input());
    kernels = context.kernels();
    this.inPlace = inPlace;
    own = inPlace ? Tensor.NONE : context.buffer(context.input());
  }

  @Override
  public final Tensor infer(Tensor input, int samples) {
    x = input;
    y = inPlace ? input : own;
    apply(samples * output().size(), x.data(), y.data());
    return y;
  }

  @Override
  public final Tensor inputGradient(Tensor dy, int samples) {
    gradientInPlace(samples * output().size(), x.data(), y.data(), dy.data());
    return dy;
  }

  abstract void apply(int n, float[] in, float[] out);

  abstract void gradientInPlace(int n, float[] in, float[] out, float[] dy);
}
