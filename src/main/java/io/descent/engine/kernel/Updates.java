package io.descent.engine.kernel;

/**
 * Updates of parameters by their gradients, on elements {@code from} to below {@code to}. Those of
 * the optimizers start with d = fma(decay, w, g).
 */
public interface Updates {

  /** x = x · factor, in place. */
  void scaleInPlace(int from, int to, float factor, float[] x);

  /** w = fma(−lr, d, w). */
  void sgd(int from, int to, float lr, float decay, float[] w, float[] g);

  /** v = fma(momentum, v, d); w = fma(−lr, v, w). */
  void momentum(
      int from, int to, float lr, float momentum, float decay, float[] w, float[] g, float[] v);

  /** v = fma(momentum, v, d); w = fma(−lr, fma(momentum, v, d), w). */
  void nesterov(
      int from, int to, float lr, float momentum, float decay, float[] w, float[] g, float[] v);

  /** s = fma(d, d, s); w = fma(−lr, d / (√s + eps), w). */
  void adagrad(int from, int to, float lr, float eps, float decay, float[] w, float[] g, float[] s);

  /** s = fma(alpha, s, gain · (d · d)); w = fma(−lr, d / (√s + eps), w). */
  void rmsProp(
      int from,
      int to,
      float lr,
      float alpha,
      float gain,
      float eps,
      float decay,
      float[] w,
      float[] g,
      float[] s);

  /**
   * m = fma(beta1, m, gain1 · d); v = fma(beta2, v, gain2 · (d · d)); w = fma(−step, m / fma(√v,
   * correction, eps), w · keep).
   */
  void adam(
      int from,
      int to,
      float step,
      float correction,
      float beta1,
      float gain1,
      float beta2,
      float gain2,
      float eps,
      float decay,
      float keep,
      float[] w,
      float[] g,
      float[] m,
      float[] v);
}
