package io.descent.engine.layer;

/** The hyperbolic tangent, y = tanh x. Backward: dx = dy (1 − y²). */
public final class Tanh extends Elementwise {

  public Tanh(LayerContext context) {
    super(context, context.inPlace());
  }

  @Override
  public boolean needsOutput() {
    return true;
  }

  @Override
  void apply(int n, float[] in, float[] out) {
    kernels.activations().tanh(0, n, in, out);
  }

  @Override
  void gradientInPlace(int n, float[] in, float[] out, float[] dy) {
    kernels.activations().tanhGradient(0, n, out, dy, dy);
  }
}
