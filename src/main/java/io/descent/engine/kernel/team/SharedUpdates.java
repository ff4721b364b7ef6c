package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.Updates;

/** Updates by ranges of elements. */
public final class SharedUpdates implements Updates, Share {

  private enum Operation {
    SCALE_IN_PLACE,
    SGD,
    MOMENTUM,
    NESTEROV,
    ADAGRAD,
    RMS_PROP,
    ADAM
  }

  private final Team team;
  private Operation operation = Operation.SCALE_IN_PLACE;
  private float factor;
  private float[] x = new float[0];
  private float lr;
  private float decay;
  private float[] w = new float[0];
  private float[] g = new float[0];
  private float momentum;
  private float[] v = new float[0];
  private float eps;
  private float[] s = new float[0];
  private float alpha;
  private float gain;
  private float step;
  private float correction;
  private float beta1;
  private float gain1;
  private float beta2;
  private float gain2;
  private float keep;
  private float[] m = new float[0];

  public SharedUpdates(Team team) {
    this.team = team;
  }

  @Override
  public void scaleInPlace(int from, int to, float factor, float[] x) {
    operation = Operation.SCALE_IN_PLACE;
    this.factor = factor;
    this.x = x;
    team.shareElements(this, from, to, 8);
  }

  @Override
  public void sgd(int from, int to, float lr, float decay, float[] w, float[] g) {
    operation = Operation.SGD;
    this.lr = lr;
    this.decay = decay;
    this.w = w;
    this.g = g;
    team.shareElements(this, from, to, 16);
  }

  @Override
  public void momentum(
      int from, int to, float lr, float momentum, float decay, float[] w, float[] g, float[] v) {
    velocity(Operation.MOMENTUM, from, to, lr, momentum, decay, w, g, v);
  }

  @Override
  public void nesterov(
      int from, int to, float lr, float momentum, float decay, float[] w, float[] g, float[] v) {
    velocity(Operation.NESTEROV, from, to, lr, momentum, decay, w, g, v);
  }

  private void velocity(
      Operation update,
      int from,
      int to,
      float lr,
      float momentum,
      float decay,
      float[] w,
      float[] g,
      float[] v) {
    operation = update;
    this.lr = lr;
    this.momentum = momentum;
    this.decay = decay;
    this.w = w;
    this.g = g;
    this.v = v;
    team.shareElements(this, from, to, 24);
  }

  @Override
  public void adagrad(
      int from, int to, float lr, float eps, float decay, float[] w, float[] g, float[] s) {
    operation = Operation.ADAGRAD;
    this.lr = lr;
    this.eps = eps;
    this.decay = decay;
    this.w = w;
    this.g = g;
    this.s = s;
    team.shareElements(this, from, to, 24);
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
    operation = Operation.RMS_PROP;
    this.lr = lr;
    this.alpha = alpha;
    this.gain = gain;
    this.eps = eps;
    this.decay = decay;
    this.w = w;
    this.g = g;
    this.s = s;
    team.shareElements(this, from, to, 24);
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
    operation = Operation.ADAM;
    this.step = step;
    this.correction = correction;
    this.beta1 = beta1;
    this.gain1 = gain1;
    this.beta2 = beta2;
    this.gain2 = gain2;
    this.eps = eps;
    this.decay = decay;
    this.keep = keep;
    this.w = w;
    this.g = g;
    this.m = m;
    this.v = v;
    team.shareElements(this, from, to, 32);
  }

  @Override
  public void part(Kernels kernels, int from, int to) {
    Updates part = kernels.updates();
    switch (operation) {
      case SCALE_IN_PLACE -> part.scaleInPlace(from, to, factor, x);
      case SGD -> part.sgd(from, to, lr, decay, w, g);
      case MOMENTUM -> part.momentum(from, to, lr, momentum, decay, w, g, v);
      case NESTEROV -> part.nesterov(from, to, lr, momentum, decay, w, g, v);
      case ADAGRAD -> part.adagrad(from, to, lr, eps, decay, w, g, s);
      case RMS_PROP -> part.rmsProp(from, to, lr, alpha, gain, eps, decay, w, g, s);
      case ADAM ->
          part.adam(
              from, to, step, correction, beta1, gain1, beta2, gain2, eps, decay, keep, w, g, m, v);
    }
  }
}
