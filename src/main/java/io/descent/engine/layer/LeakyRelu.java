package io.descent.engine.layer;

/**
 * The leaky rectifier, y = x where x &gt; 0, else slope · x (Maas et al. 2013). Backward: dx = dy
 * where x &gt; 0, else slope · dy.
 */
public final class LeakyRelu extends Elementwise {

  private final float slope;

  public LeakyRelu(LayerContext context, double slope) {
    super(context, false);
    this.slope = (float) slope;
  }

  @Override
  void apply(int n, float[] in, float[] out) {
    kernels.activations().leakyRelu(0, n, slope, in, out);
  }

  @Override
  void gradientInPlace(int n, float[] in, float[] out, float[] dy) {
    kernels.activations().leakyReluGradient(0, n, slope, in, dy, dy);
  }
}
