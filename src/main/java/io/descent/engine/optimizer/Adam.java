package io.descent.engine.optimizer;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Parameter;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019). With d = g + decay · w: m ←
 * beta1 · m + (1 − beta1) · d, v ← beta2 · v + (1 − beta2) · d², w ← w − lr / (1 − beta1ᵗ) · m /
 * (√v / √(1 − beta2ᵗ) + eps). AdamW has d = g and first w ← (1 − lr · decay) · w.
 */
public final class Adam extends Optimizer {

  private final Kernels kernels;
  private final double beta1;
  private final double beta2;
  private final double eps;
  private final double decay;
  private final boolean decoupled;
  private float step;
  private float correction;
  private float keep;

  /**
   * @param decoupled whether weights decay by themselves, as in AdamW
   */
  public Adam(
      Kernels kernels,
      List<Parameter> parameters,
      double beta1,
      double beta2,
      double eps,
      double decay,
      boolean decoupled) {
    super(parameters, "first", "second");
    this.kernels = kernels;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    this.decay = decay;
    this.decoupled = decoupled;
  }

  @Override
  void prepare(double lr, long update) {
    step = (float) (lr / (1 - power(beta1, update)));
    correction = (float) (1 / Math.sqrt(1 - power(beta2, update)));
    keep = decoupled ? (float) (1 - lr * decay) : 1f;
  }

  /** By squaring, bit by bit of the exponent: products only, and nothing allocated. */
  private static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long bits = exponent; bits != 0; bits >>>= 1) {
      power = (bits & 1) == 1 ? power * square : power;
      square *= square;
    }
    return power;
  }

  @Override
  void update(int parameter, int n, float[] w, float[] g) {
    kernels
        .updates()
        .adam(
            0,
            n,
            step,
            correction,
            (float) beta1,
            (float) (1 - beta1),
            (float) beta2,
            (float) (1 - beta2),
            (float) eps,
            decoupled ? 0f : (float) decay,
            keep,
            w,
            g,
            slot(0, parameter),
            slot(1, parameter));
  }
}
