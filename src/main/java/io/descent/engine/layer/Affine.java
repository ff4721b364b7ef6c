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
    float[] w = weights.value().data();
    int stride = weights.value().stride();
    if (!kernels.pixelProducts().nn(0, samples, out, input, w, stride, y.data(), y.stride())) {
      multiply(input.floats(samples, kernels.pixels()), in, samples);
    }
    return withBias(samples);
  }

  @Override
  public Tensor infer(Tensor input, int samples) {
    pixels = PixelBatch.NONE;
    x = flatten.infer(input, samples);
    if (samples == 1 && isKnownFinite()) {
      Tensor w = weights.value();
      kernels.products().row(0, out, out, in, x.data(), w.data(), w.stride(), y.data());
    } else {
      multiply(x.data(), x.stride(), samples);
    }
    return withBias(samples);
  }

  private void multiply(float[] from, int ld, int samples) {
    float[] w = weights.value().data();
    int stride = weights.value().stride();
    kernels.products().nn(0, samples, 0, out, in, from, ld, w, stride, y.data(), y.stride());
  }

  private Tensor withBias(int samples) {
    kernels.rows().addRowInPlace(0, samples, out, bias.value().data(), y.data(), y.stride());
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
    float[] d = dy.data();
    int ld = dy.stride();
    if (pixels == PixelBatch.NONE) {
      weightGradient(x.data(), x.stride(), dy, samples);
    } else if (!kernels
        .pixelProducts()
        .tn(0, in, out, samples, pixels, d, ld, dw.data(), dw.stride())) {
      weightGradient(pixels.floats(samples, kernels.pixels()), in, dy, samples);
    }
    kernels.rows().columnSums(0, out, samples, d, ld, bias.gradient().data());
  }

  private void weightGradient(float[] from, int ld, Tensor dy, int samples) {
    float[] dw = weights.gradient().data();
    int stride = weights.gradient().stride();
    kernels.products().tn(0, in, 0, out, samples, from, ld, dy.data(), dy.stride(), dw, stride);
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    float[] w = weights.value().data();
    int stride = weights.value().stride();
    float[] d = dy.data();
    kernels
        .products()
        .nt(0, samples, 0, in, out, d, dy.stride(), w, stride, dx.data(), dx.stride());
    return flatten.inputGradient(dx, samples);
  }
}
