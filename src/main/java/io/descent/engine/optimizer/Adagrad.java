package io.descent.engine.optimizer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Parameter;
import java.util.List;

/** Adagrad (Duchi et al. 2011). With d = g + decay · w: s ← s + d², w ← w − lr · d / (√s + eps). */
public final class Adagrad extends Optimizer {

  private final Kernels kernels;
  private final float eps;
  private final float decay;
  private float rate;

  public Adagrad(Kernels kernels, List<Parameter> parameters, double eps, double decay) {
    super(parameters, "squares");
    this.kernels = kernels;
    this.eps = (float) eps;
    this.decay = (float) decay;
  }

  @Override
  void prepare(double lr, long update) {
    rate = (float) lr;
  }

  @Override
  void update(int parameter, int n, float[] w, float[] g) {
    kernels.updates().adagrad(0, n, rate, eps, decay, w, g, slot(0, parameter));
  }
}
