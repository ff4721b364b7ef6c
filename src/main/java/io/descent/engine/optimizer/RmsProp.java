package io.descent.engine.optimizer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Parameter;
import java.util.List;

/**
 * RMSprop (Tieleman and Hinton 2012). With d = g + decay · w: s ← alpha · s + (1 − alpha) · d², w ←
 * w − lr · d / (√s + eps).
 */
public final class RmsProp extends Optimizer {

  private final Kernels kernels;
  private final float alpha;
  private final float gain;
  private final float eps;
  private final float decay;
  private float rate;

  public RmsProp(
      Kernels kernels, List<Parameter> parameters, double alpha, double eps, double decay) {
    super(parameters, "squares");
    this.kernels = kernels;
    this.alpha = (float) alpha;
    this.gain = (float) (1 - alpha);
    this.eps = (float) eps;
    this.decay = (float) decay;
  }

  @Override
  void prepare(double lr, long update) {
    rate = (float) lr;
  }

  @Override
  void update(int parameter, int n, float[] w, float[] g) {
    kernels.updates().rmsProp(0, n, rate, alpha, gain, eps, decay, w, g, slot(0, parameter));
  }
}
