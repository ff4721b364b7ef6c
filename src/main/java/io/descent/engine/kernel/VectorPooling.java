package io.descent.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Pooling: lanes are channels, the last ones under a mask. */
final class VectorPooling {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private VectorPooling() {}

  static void max(Window w, int samples, float[] x, float[] y, int[] argmax) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int rowStep = w.strideHeight() * in.width();
    int at = 0;
    for (int n = 0; n < samples; n++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, at += out.stride()) {
          int first = oy * rowStep + ox * w.strideWidth();
          for (int c = 0; c < out.channels(); c += L) {
            largest(w, x, n * in.size() + c, first, y, argmax, at + c, out.channels() - c);
          }
        }
      }
    }
  }

  private static void largest(
      Window w, float[] x, int base, int first, float[] y, int[] argmax, int at, int channels) {
    int width = w.in().width();
    int stride = w.in().stride();
    VectorMask<Float> mask = S.indexInRange(0, channels);
    FloatVector most = FloatVector.fromArray(S, x, base + first * stride, mask);
    IntVector best = IntVector.broadcast(I, first);
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        int position = first + ky * width + kx;
        FloatVector v = FloatVector.fromArray(S, x, base + position * stride, mask);
        VectorMask<Float> larger = v.compare(VectorOperators.GT, most);
        most = most.blend(v, larger);
        best = best.blend(position, larger.cast(I));
      }
    }
    most.intoArray(y, at, mask);
    best.intoArray(argmax, at, mask.cast(I));
  }

  static void maxGradient(Window w, int samples, float[] dy, int[] argmax, float[] dx) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int rowStep = w.strideHeight() * in.width();
    Arrays.fill(dx, 0, samples * in.size(), 0f);
    int at = 0;
    for (int n = 0; n < samples; n++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, at += out.stride()) {
          int first = oy * rowStep + ox * w.strideWidth();
          for (int c = 0; c < out.channels(); c += L) {
            giveToLargest(w, dy, argmax, at + c, dx, n * in.size() + c, first, out.channels() - c);
          }
        }
      }
    }
  }

  /** Adds 0 where another position won: no sum here is ever −0. */
  private static void giveToLargest(
      Window w, float[] dy, int[] argmax, int at, float[] dx, int base, int first, int channels) {
    int width = w.in().width();
    int stride = w.in().stride();
    VectorMask<Float> mask = S.indexInRange(0, channels);
    FloatVector zero = FloatVector.zero(S);
    FloatVector d = FloatVector.fromArray(S, dy, at, mask);
    IntVector winner = IntVector.fromArray(I, argmax, at, mask.cast(I));
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        int position = first + ky * width + kx;
        int to = base + position * stride;
        VectorMask<Float> won = winner.compare(VectorOperators.EQ, position).cast(S);
        FloatVector before = FloatVector.fromArray(S, dx, to, mask);
        before.add(zero.blend(d, won)).intoArray(dx, to, mask);
      }
    }
  }

  static void average(Window w, int samples, float[] x, float[] y) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int rowStep = w.strideHeight() * in.width();
    int at = 0;
    for (int n = 0; n < samples; n++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, at += out.stride()) {
          int first = n * in.size() + (oy * rowStep + ox * w.strideWidth()) * in.stride();
          for (int c = 0; c < out.channels(); c += L) {
            mean(w, x, first + c, y, at + c, out.channels() - c);
          }
        }
      }
    }
  }

  private static void mean(Window w, float[] x, int first, float[] y, int at, int channels) {
    VectorMask<Float> mask = S.indexInRange(0, channels);
    FloatVector sum = FloatVector.zero(S);
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        int from = first + (ky * w.in().width() + kx) * w.in().stride();
        sum = sum.add(FloatVector.fromArray(S, x, from, mask));
      }
    }
    sum.div(w.taps()).intoArray(y, at, mask);
  }

  static void averageGradient(Window w, int samples, float[] dy, float[] dx) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int rowStep = w.strideHeight() * in.width();
    Arrays.fill(dx, 0, samples * in.size(), 0f);
    int at = 0;
    for (int n = 0; n < samples; n++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, at += out.stride()) {
          int first = n * in.size() + (oy * rowStep + ox * w.strideWidth()) * in.stride();
          for (int c = 0; c < out.channels(); c += L) {
            share(w, dy, at + c, dx, first + c, out.channels() - c);
          }
        }
      }
    }
  }

  private static void share(Window w, float[] dy, int at, float[] dx, int first, int channels) {
    VectorMask<Float> mask = S.indexInRange(0, channels);
    FloatVector part = FloatVector.fromArray(S, dy, at, mask).div(w.taps());
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        int to = first + (ky * w.in().width() + kx) * w.in().stride();
        FloatVector.fromArray(S, dx, to, mask).add(part).intoArray(dx, to, mask);
      }
    }
  }
}
