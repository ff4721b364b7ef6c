package io.descent.engine.layer;

/** The logistic function, y = 1 / (1 + e⁻ˣ). Backward: dx = dy · y (1 − y). */
public final class Sigmoid extends Elementwise {

  public Sigmoid(LayerContext context) {
    super(context, context.inPlace());
  }

  @Override
  public boolean needsOutput() {
    return true;
  }

  @Override
  void apply(int n, float[] in, float[] out) {
    kernels.sigmoid(n, in, out);
  }

  @Override
  void gradientInPlace(int n, float[] in, float[] out, float[] dy) {
    kernels.sigmoidGradient(n, out, dy, dy);
  }
}
