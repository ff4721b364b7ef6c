package io.descent.engine.kernel.pooling;

import io.descent.engine.kernel.Pooling;
import io.descent.engine.kernel.Window;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Pooling whose lanes are channels; of maps whose channels fill no whole vectors, plain. */
public final class VectorPooling implements Pooling {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private final PlainPooling plain = new PlainPooling();

  private static boolean takes(Window w) {
    return w.out().channels() % L == 0;
  }

  @Override
  public void max(int from, int to, Window w, float[] x, float[] y, int[] argmax) {
    if (!takes(w)) {
      plain.max(from, to, w, x, y, argmax);
      return;
    }
    for (int n = from; n < to; n++) {
      for (int c = 0; c < w.out().channels(); c += L) {
        max(w, x, n * w.in().size() + c, y, argmax, n * w.out().size() + c);
      }
    }
  }

  private static void max(Window w, float[] x, int base, float[] y, int[] argmax, int at) {
    int width = w.in().width();
    int stride = w.in().stride();
    int kernelHeight = w.kernelHeight();
    int kernelWidth = w.kernelWidth();
    int outWidth = w.out().width();
    int positions = w.out().positions();
    int down = w.strideHeight() * width;
    int right = w.strideWidth();
    int outStride = w.out().stride();
    FloatVector zero = FloatVector.zero(S);
    IntVector none = IntVector.zero(I);
    VectorMask<Float> all = S.maskAll(true);
    for (int p = 0; p < positions; p++, at += outStride) {
      int first = p / outWidth * down + p % outWidth * right;
      FloatVector most = FloatVector.fromArray(S, x, base + first * stride);
      IntVector best = IntVector.broadcast(I, first);
      for (int ky = 0; ky < kernelHeight; ky++) {
        for (int kx = 0; kx < kernelWidth; kx++) {
          int position = first + ky * width + kx;
          FloatVector v = FloatVector.fromArray(S, x, base + position * stride);
          VectorMask<Float> stays = v.compare(VectorOperators.GT, most).not();
          most = v.blend(most, stays);
          best = IntVector.broadcast(I, position).blend(best, stays.cast(I));
        }
      }
      // Of what a loop carried the class is not known: see VectorRows
      zero.blend(most, all).intoArray(y, at);
      none.or(best).intoArray(argmax, at);
    }
  }

  /** Adds 0 where another position won: no sum here is ever −0. */
  @Override
  public void maxGradient(int from, int to, Window w, float[] dy, int[] argmax, float[] dx) {
    if (!takes(w)) {
      plain.maxGradient(from, to, w, dy, argmax, dx);
      return;
    }
    Arrays.fill(dx, from * w.in().size(), to * w.in().size(), 0f);
    for (int n = from; n < to; n++) {
      for (int c = 0; c < w.out().channels(); c += L) {
        maxGradient(w, dy, argmax, n * w.out().size() + c, dx, n * w.in().size() + c);
      }
    }
  }

  private static void maxGradient(
      Window w, float[] dy, int[] argmax, int at, float[] dx, int base) {
    int width = w.in().width();
    int stride = w.in().stride();
    int kernelHeight = w.kernelHeight();
    int kernelWidth = w.kernelWidth();
    int outWidth = w.out().width();
    int positions = w.out().positions();
    int down = w.strideHeight() * width;
    int right = w.strideWidth();
    int outStride = w.out().stride();
    IntVector zero = IntVector.zero(I);
    for (int p = 0; p < positions; p++, at += outStride) {
      int first = p / outWidth * down + p % outWidth * right;
      IntVector d = FloatVector.fromArray(S, dy, at).reinterpretAsInts();
      IntVector winner = IntVector.fromArray(I, argmax, at);
      for (int ky = 0; ky < kernelHeight; ky++) {
        for (int kx = 0; kx < kernelWidth; kx++) {
          int position = first + ky * width + kx;
          int to = base + position * stride;
          VectorMask<Integer> won = winner.compare(VectorOperators.EQ, position);
          FloatVector share = zero.blend(d, won).reinterpretAsFloats();
          FloatVector.fromArray(S, dx, to).add(share).intoArray(dx, to);
        }
      }
    }
  }

  @Override
  public void average(int from, int to, Window w, float[] x, float[] y) {
    if (!takes(w)) {
      plain.average(from, to, w, x, y);
      return;
    }
    for (int n = from; n < to; n++) {
      for (int c = 0; c < w.out().channels(); c += L) {
        average(w, x, n * w.in().size() + c, y, n * w.out().size() + c);
      }
    }
  }

  private static void average(Window w, float[] x, int base, float[] y, int at) {
    int width = w.in().width();
    int stride = w.in().stride();
    int kernelHeight = w.kernelHeight();
    int kernelWidth = w.kernelWidth();
    int outWidth = w.out().width();
    int positions = w.out().positions();
    int down = w.strideHeight() * width;
    int right = w.strideWidth();
    int outStride = w.out().stride();
    int taps = w.taps();
    FloatVector zero = FloatVector.zero(S);
    for (int p = 0; p < positions; p++, at += outStride) {
      int first = p / outWidth * down + p % outWidth * right;
      FloatVector sum = zero;
      for (int ky = 0; ky < kernelHeight; ky++) {
        for (int kx = 0; kx < kernelWidth; kx++) {
          int from = base + (first + ky * width + kx) * stride;
          sum = FloatVector.fromArray(S, x, from).add(sum);
        }
      }
      zero.add(sum).div(taps).intoArray(y, at);
    }
  }

  @Override
  public void averageGradient(int from, int to, Window w, float[] dy, float[] dx) {
    if (!takes(w)) {
      plain.averageGradient(from, to, w, dy, dx);
      return;
    }
    Arrays.fill(dx, from * w.in().size(), to * w.in().size(), 0f);
    for (int n = from; n < to; n++) {
      for (int c = 0; c < w.out().channels(); c += L) {
        averageGradient(w, dy, n * w.out().size() + c, dx, n * w.in().size() + c);
      }
    }
  }

  private static void averageGradient(Window w, float[] dy, int at, float[] dx, int base) {
    int width = w.in().width();
    int stride = w.in().stride();
    int kernelHeight = w.kernelHeight();
    int kernelWidth = w.kernelWidth();
    int outWidth = w.out().width();
    int positions = w.out().positions();
    int down = w.strideHeight() * width;
    int right = w.strideWidth();
    int outStride = w.out().stride();
    int taps = w.taps();
    for (int p = 0; p < positions; p++, at += outStride) {
      int first = p / outWidth * down + p % outWidth * right;
      FloatVector part = FloatVector.fromArray(S, dy, at).div(taps);
      for (int ky = 0; ky < kernelHeight; ky++) {
        for (int kx = 0; kx < kernelWidth; kx++) {
          int to = base + (first + ky * width + kx) * stride;
          FloatVector.fromArray(S, dx, to).add(part).intoArray(dx, to);
        }
      }
    }
  }
}
