package io.descent.engine.layer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.PixelBatch;
import io.descent.engine.tensor.Layout;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.List;

/**
 * A dense layer, y = x W + b, for x (batch, in), W (in, out), b (out). A map is flattened first.
 *
 * <p>Backward: dW = xᵀ · dy, db = Σ dy over the batch, dx = dy · Wᵀ.
 */
public final class Affine extends Layer {

  private final Kernels kernels;
  private final Flatten flatten;
  private final Parameter weights;
  private final Parameter bias;
  private final int in;
  private final int out;
  private final Tensor y;
  private final Tensor dx;
  private final boolean learns;
  private boolean finite;
  private Tensor x = Tensor.NONE;
  private PixelBatch pixels = PixelBatch.NONE;

  public Affine(LayerContext context, int out) {
    super(LayerContext.flat(out));
    kernels = context.kernels();
    flatten = new Flatten(context);
    in = flatten.output().channels();
    this.out = out;
    learns = context.learns();
    Layout layout = new Layout(List.of(in, out), List.of(Tensor.pad(out), 1));
    weights = context.parameter("W", layout, in, out, 0f);
    bias = context.parameter("b", Layout.vector(out), 1, out, 0f);
    y = context.buffer(output());
    dx = context.inputGradient() ? context.buffer(LayerContext.flat(in)) : Tensor.NONE;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights, bias);
  }

  /** As {@link #infer}, of pixels in the order in which a map is flattened. */
  public Tensor inferPixels(PixelBatch input, int samples) {
    pixels = input;
    Tensor w = weights.value();
    kernels.nnOfPixels(samples, out, pixels, w.data(), w.stride(), y.data(), y.stride());
    return withBias(samples);
  }

  @Override
  public Tensor infer(Tensor input, int samples) {
    pixels = PixelBatch.NONE;
    x = flatten.infer(input, samples);
    Tensor w = weights.value();
    if (samples == 1 && isKnownFinite()) {
      kernels.row(out, in, x.data(), w.data(), w.stride(), y.data());
    } else {
      kernels.nn(
          samples, out, in, x.data(), x.stride(), w.data(), w.stride(), y.data(), y.stride());
    }
    return withBias(samples);
  }

  private Tensor withBias(int samples) {
    kernels.addRowInPlace(samples, out, bias.value().data(), y.data(), y.stride());
    return y;
  }

  /** Weights that are not learnt stay as they are, so that one look at them is enough. */
  private boolean isKnownFinite() {
    finite = finite || !learns && weights.value().isFinite();
    return finite;
  }

  @Override
  public void parameterGradients(Tensor dy, int samples) {
    Tensor dw = weights.gradient();
    if (pixels == PixelBatch.NONE) {
      kernels.tn(
          in, out, samples, x.data(), x.stride(), dy.data(), dy.stride(), dw.data(), dw.stride());
    } else {
      kernels.tnOfPixels(out, samples, pixels, dy.data(), dy.stride(), dw.data(), dw.stride());
    }
    kernels.columnSums(samples, out, dy.data(), dy.stride(), bias.gradient().data());
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    Tensor w = weights.value();
    kernels.nt(
        samples, in, out, dy.data(), dy.stride(), w.data(), w.stride(), dx.data(), dx.stride());
    return flatten.inputGradient(dx, samples);
  }
}
