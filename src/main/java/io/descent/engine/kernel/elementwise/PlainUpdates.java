package io.descent.engine.kernel.elementwise;

import io.descent.engine.kernel.Updates;

/** The plainest form of each expression of {@link Updates}, which is its definition. */
public final class PlainUpdates implements Updates {

  @Override
  public void scaleInPlace(int from, int to, float factor, float[] x) {
    for (int i = from; i < to; i++) {
      x[i] *= factor;
    }
  }

  @Override
  public void sgd(int from, int to, float lr, float decay, float[] w, float[] g) {
    for (int i = from; i < to; i++) {
      w[i] = Math.fma(-lr, Math.fma(decay, w[i], g[i]), w[i]);
    }
  }

  @Override
  public void momentum(
      int from, int to, float lr, float momentum, float decay, float[] w, float[] g, float[] v) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float s = Math.fma(momentum, v[i], d);
      v[i] = s;
      w[i] = Math.fma(-lr, s, w[i]);
    }
  }

  @Override
  public void nesterov(
      int from, int to, float lr, float momentum, float decay, float[] w, float[] g, float[] v) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float s = Math.fma(momentum, v[i], d);
      v[i] = s;
      w[i] = Math.fma(-lr, Math.fma(momentum, s, d), w[i]);
    }
  }

  @Override
  public void adagrad(
      int from, int to, float lr, float eps, float decay, float[] w, float[] g, float[] s) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float sum = Math.fma(d, d, s[i]);
      s[i] = sum;
      w[i] = Math.fma(-lr, d / ((float) Math.sqrt(sum) + eps), w[i]);
    }
  }

  @Override
  public void rmsProp(
      int from,
      int to,
      float lr,
      float alpha,
      float gain,
      float eps,
      float decay,
      float[] w,
      float[] g,
      float[] s) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float mean = Math.fma(alpha, s[i], gain * (d * d));
      s[i] = mean;
      w[i] = Math.fma(-lr, d / ((float) Math.sqrt(mean) + eps), w[i]);
    }
  }

  @Override
  public void adam(
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
      float[] v) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float first = Math.fma(beta1, m[i], gain1 * d);
      float second = Math.fma(beta2, v[i], gain2 * (d * d));
      m[i] = first;
      v[i] = second;
      float root = Math.fma((float) Math.sqrt(second), correction, eps);
      w[i] = Math.fma(-step, first / root, w[i] * keep);
    }
  }
}
