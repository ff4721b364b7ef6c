package io.descent.engine.optimizer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Parameter;
import java.util.List;

/**
 * Stochastic gradient descent. With d = g + decay · w: w ← w − lr · d; with momentum (Polyak 1964)
 * v ← momentum · v + d, w ← w − lr · v; with Nesterov's form (Sutskever et al. 2013) w ← w − lr ·
 * (d + momentum · v).
 */
public final class Sgd extends Optimizer {

  private final Kernels kernels;
  private final boolean remembers;
  private final boolean nesterov;
  private final float momentum;
  private final float decay;
  private float rate;

  public Sgd(
      Kernels kernels,
      List<Parameter> parameters,
      double momentum,
      boolean nesterov,
      double decay) {
    super(parameters, momentum == 0 ? new String[0] : new String[] {"velocity"});
    this.kernels = kernels;
    this.remembers = momentum != 0;
    this.nesterov = nesterov;
    this.momentum = (float) momentum;
    this.decay = (float) decay;
  }

  @Override
  void prepare(double lr, long update) {
    rate = (float) lr;
  }

  @Override
  void update(int parameter, int n, float[] w, float[] g) {
    if (!remembers) {
      kernels.updates().sgd(0, n, rate, decay, w, g);
    } else if (nesterov) {
      kernels.updates().nesterov(0, n, rate, momentum, decay, w, g, slot(0, parameter));
    } else {
      kernels.updates().momentum(0, n, rate, momentum, decay, w, g, slot(0, parameter));
    }
  }
}
