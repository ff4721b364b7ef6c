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
    kernels.activations().sigmoid(0, n, in, out);
  }

  @Override
  void gradientInPlace(int n, float[] in, float[] out, float[] dy) {
    kernels.activations().sigmoidGradient(0, n, out, dy, dy);
  }
}
