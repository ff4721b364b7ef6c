package io.descent.engine.layer;

/**
 * The Gaussian error linear unit, y = x Φ(x) (Hendrycks and Gimpel 2016), by erf, or by its
 * approximation ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). Backward: dx = dy (Φ(x) + x φ(x)), or the
 * derivative of the approximation.
 */
public final class Gelu extends Elementwise {

  private final boolean tanh;

  public Gelu(LayerContext context, boolean tanh) {
    super(context, false);
    this.tanh = tanh;
  }

  @Override
  void apply(int n, float[] in, float[] out) {
    if (tanh) {
      kernels.activations().geluTanh(0, n, in, out);
    } else {
      kernels.activations().gelu(0, n, in, out);
    }
  }

  @Override
  void gradientInPlace(int n, float[] in, float[] out, float[] dy) {
    if (tanh) {
      kernels.activations().geluTanhGradient(0, n, in, dy, dy);
    } else {
      kernels.activations().geluGradient(0, n, in, dy, dy);
    }
  }
}
