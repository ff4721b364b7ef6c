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
    kernels.tanh(n, in, out);
  }

  @Override
  void gradientInPlace(int n, float[] in, float[] out, float[] dy) {
    kernels.tanhGradient(n, out, dy, dy);
  }
}
