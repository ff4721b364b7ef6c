package io.descent.engine.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementary} in lanes: the same operations in the same order, both sides of a branch, and a
 * blend of them. A function goes through its values loop by loop, and from one loop to the next by
 * way of a strip of memory: a chain of methods that hand on vectors is not always inlined, and then
 * each vector becomes an object.
 *
 * <p>Numbers of values are whole multiples of the lanes, but for {@link #exp}.
 */
public final class ElementaryLanes {

  /** The most values at a time. */
  static final int STRIP = 1024;

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int ONE = 127 << 23;

  private final float[] inner = new float[STRIP];
  private final float[] power = new float[STRIP];

  /** x = {@link Elementary#exp}(x). The rounded n stands in the last bits of n + 1.5 · 2²³. */
  public static void exp(int n, float[] x, int at) {
    for (int i = 0; i < n; i += L) {
      VectorMask<Float> mask = S.indexInRange(i, n);
      FloatVector c = FloatVector.fromArray(S, x, at + i, mask);
      c = c.min(Elementary.EXP_MAX).max(Elementary.EXP_MIN);
      FloatVector shifted =
          c.fma(
              FloatVector.broadcast(S, Elementary.LOG2_E),
              FloatVector.broadcast(S, Elementary.ROUND));
      FloatVector minusN = shifted.sub(Elementary.ROUND).neg();
      FloatVector r = minusN.fma(FloatVector.broadcast(S, Elementary.LN2_HIGH), c);
      r = minusN.fma(FloatVector.broadcast(S, Elementary.LN2_LOW), r);
      FloatVector p =
          r.fma(
              FloatVector.broadcast(S, Elementary.EXP_7),
              FloatVector.broadcast(S, Elementary.EXP_6));
      p = p.fma(r, FloatVector.broadcast(S, Elementary.EXP_5));
      p = p.fma(r, FloatVector.broadcast(S, Elementary.EXP_4));
      p = p.fma(r, FloatVector.broadcast(S, Elementary.EXP_3));
      p = p.fma(r, FloatVector.broadcast(S, Elementary.EXP_2));
      p = p.mul(r).fma(r, r).add(1f);
      IntVector scale = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(ONE);
      p.mul(scale.reinterpretAsFloats()).intoArray(x, at + i, mask);
    }
  }

  /** y = {@link Elementary#sigmoid}(x). */
  void sigmoid(int n, float[] x, float[] y, int at) {
    for (int i = 0; i < n; i += L) {
      FloatVector.fromArray(S, x, at + i).abs().neg().intoArray(power, i);
    }
    exp(n, power, 0);
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, at + i);
      FloatVector e = FloatVector.fromArray(S, power, i);
      VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
      one.blend(e, negative).div(e.add(1f)).intoArray(y, at + i);
    }
  }

  /** y = {@link Elementary#tanh}(x). */
  void tanh(int n, float[] x, int from, float[] y, int to) {
    for (int i = 0; i < n; i += L) {
      FloatVector t = FloatVector.fromArray(S, x, from + i).abs();
      t.add(t).intoArray(power, i);
    }
    exp(n, power, 0);
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, from + i);
      FloatVector s = v.mul(v);
      FloatVector p =
          s.fma(
              FloatVector.broadcast(S, Elementary.TANH_11),
              FloatVector.broadcast(S, Elementary.TANH_9));
      p = p.fma(s, FloatVector.broadcast(S, Elementary.TANH_7));
      p = p.fma(s, FloatVector.broadcast(S, Elementary.TANH_5));
      p = p.fma(s, FloatVector.broadcast(S, Elementary.TANH_3));
      FloatVector small = p.mul(s).fma(v, v);
      FloatVector e = FloatVector.fromArray(S, power, i).add(1f);
      FloatVector size = FloatVector.broadcast(S, 1f).sub(FloatVector.broadcast(S, 2f).div(e));
      FloatVector large = size.blend(size.neg(), v.compare(VectorOperators.LT, 0f));
      VectorMask<Float> near = v.abs().compare(VectorOperators.LT, Elementary.TANH_SMALL);
      large.blend(small, near).intoArray(y, to + i);
    }
  }

  /** y = {@link Elementary#erf}(x). */
  private void erf(int n, float[] x, float[] y) {
    for (int i = 0; i < n; i += L) {
      FloatVector c = FloatVector.fromArray(S, x, i).abs().min(Elementary.ERF_LARGEST);
      FloatVector q =
          c.fma(
              FloatVector.broadcast(S, Elementary.ERFC_7),
              FloatVector.broadcast(S, Elementary.ERFC_6));
      q = q.fma(c, FloatVector.broadcast(S, Elementary.ERFC_5));
      q = q.fma(c, FloatVector.broadcast(S, Elementary.ERFC_4));
      q = q.fma(c, FloatVector.broadcast(S, Elementary.ERFC_3));
      q = q.fma(c, FloatVector.broadcast(S, Elementary.ERFC_2));
      q = q.fma(c, FloatVector.broadcast(S, Elementary.ERFC_1));
      q = q.fma(c, FloatVector.broadcast(S, Elementary.ERFC_0));
      q.add(c).neg().intoArray(power, i);
    }
    exp(n, power, 0);
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      FloatVector s = v.mul(v);
      FloatVector p =
          s.fma(
              FloatVector.broadcast(S, Elementary.ERF_11),
              FloatVector.broadcast(S, Elementary.ERF_9));
      p = p.fma(s, FloatVector.broadcast(S, Elementary.ERF_7));
      p = p.fma(s, FloatVector.broadcast(S, Elementary.ERF_5));
      p = p.fma(s, FloatVector.broadcast(S, Elementary.ERF_3));
      p = p.fma(s, FloatVector.broadcast(S, Elementary.ERF_1));
      FloatVector small = p.fma(v, v);
      FloatVector e = FloatVector.fromArray(S, power, i);
      FloatVector size = FloatVector.broadcast(S, 1f).sub(e);
      FloatVector large = size.blend(size.neg(), v.compare(VectorOperators.LT, 0f));
      VectorMask<Float> near = v.abs().compare(VectorOperators.LT, Elementary.ERF_SMALL);
      large.blend(small, near).intoArray(y, i);
    }
  }

  /** y = {@link Elementary#gelu}(x). */
  void gelu(int n, float[] x, float[] y, int at) {
    erfOfRoot(n, x, at);
    for (int i = 0; i < n; i += L) {
      FloatVector half = FloatVector.fromArray(S, x, at + i).mul(0.5f);
      half.fma(FloatVector.fromArray(S, inner, i), half).intoArray(y, at + i);
    }
  }

  /** inner = erf(x / √2). */
  private void erfOfRoot(int n, float[] x, int at) {
    for (int i = 0; i < n; i += L) {
      FloatVector.fromArray(S, x, at + i).mul(Elementary.SQRT_HALF).intoArray(inner, i);
    }
    erf(n, inner, inner);
  }

  /** dx = dy · {@link Elementary#geluSlope}(x). */
  void geluGradient(int n, float[] x, float[] dy, float[] dx, int at) {
    erfOfRoot(n, x, at);
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, at + i);
      v.mul(v).mul(-0.5f).intoArray(power, i);
    }
    exp(n, power, 0);
    FloatVector half = FloatVector.broadcast(S, 0.5f);
    for (int i = 0; i < n; i += L) {
      FloatVector cdf = half.fma(FloatVector.fromArray(S, inner, i), half);
      FloatVector pdf = FloatVector.fromArray(S, power, i).mul(Elementary.INV_SQRT_2PI);
      FloatVector slope = FloatVector.fromArray(S, x, at + i).fma(pdf, cdf);
      FloatVector.fromArray(S, dy, at + i).mul(slope).intoArray(dx, at + i);
    }
  }

  /** y = {@link Elementary#geluTanh}(x). */
  void geluTanh(int n, float[] x, float[] y, int at) {
    tanhOfCubic(n, x, at);
    for (int i = 0; i < n; i += L) {
      FloatVector half = FloatVector.fromArray(S, x, at + i).mul(0.5f);
      half.fma(FloatVector.fromArray(S, inner, i), half).intoArray(y, at + i);
    }
  }

  /** inner = tanh(√(2/π) (x + 0.044715 x³)). */
  private void tanhOfCubic(int n, float[] x, int at) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, at + i);
      FloatVector square = v.mul(v).min(Elementary.GELU_SQUARE_MAX);
      FloatVector factor = square.fma(FloatVector.broadcast(S, Elementary.GELU_CUBIC), one);
      v.mul(Elementary.GELU_ROOT).mul(factor).intoArray(inner, i);
    }
    tanh(n, inner, 0, inner, 0);
  }

  /** dx = dy · {@link Elementary#geluTanhSlope}(x). */
  void geluTanhGradient(int n, float[] x, float[] dy, float[] dx, int at) {
    tanhOfCubic(n, x, at);
    FloatVector one = FloatVector.broadcast(S, 1f);
    FloatVector half = FloatVector.broadcast(S, 0.5f);
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, at + i);
      FloatVector t = FloatVector.fromArray(S, inner, i);
      FloatVector square = v.mul(v).min(Elementary.GELU_SQUARE_MAX);
      FloatVector growth =
          square
              .fma(FloatVector.broadcast(S, Elementary.GELU_CUBIC_3), one)
              .mul(Elementary.GELU_ROOT);
      FloatVector rest = v.mul(0.5f).mul(t.neg().fma(t, one));
      FloatVector slope = rest.fma(growth, half.fma(t, half));
      FloatVector.fromArray(S, dy, at + i).mul(slope).intoArray(dx, at + i);
    }
  }
}
