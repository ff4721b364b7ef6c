package io.descent.engine.layer;

/** The rectifier, y = max(x, 0). Backward: dx = dy where y &gt; 0, else 0. */
public final class Relu extends Elementwise {

  public Relu(LayerContext context) {
    super(context, context.inPlace());
  }

  @Override
  public boolean needsOutput() {
    return true;
  }

  @Override
  void apply(int n, float[] in, float[] out) {
    kernels.activations().relu(0, n, in, out);
  }

  @Override
  void gradientInPlace(int n, float[] in, float[] out, float[] dy) {
    kernels.activations().reluGradient(0, n, out, dy, dy);
  }
}
