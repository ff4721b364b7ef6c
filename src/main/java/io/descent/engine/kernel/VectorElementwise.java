package io.descent.engine.kernel;

import io.descent.engine.tensor.Noise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementwise operations whose plain loops the compiler leaves scalar: those with a choice in them,
 * and those of {@link Elementary}. The rest after the last full vector is done one by one.
 */
final class VectorElementwise {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private final ElementaryLanes functions = new ElementaryLanes();

  /** As Math.max: −0 becomes 0, NaN stays. */
  static void relu(int n, float[] x, float[] y) {
    FloatVector zero = FloatVector.zero(S);
    int i = 0;
    for (; i + L <= n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      v.blend(zero, v.compare(VectorOperators.LE, zero)).intoArray(y, i);
    }
    for (; i < n; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  static void reluGradient(int n, float[] y, float[] dy, float[] dx) {
    FloatVector zero = FloatVector.zero(S);
    int i = 0;
    for (; i + L <= n; i += L) {
      VectorMask<Float> open = FloatVector.fromArray(S, y, i).compare(VectorOperators.GT, zero);
      zero.blend(FloatVector.fromArray(S, dy, i), open).intoArray(dx, i);
    }
    for (; i < n; i++) {
      dx[i] = y[i] > 0f ? dy[i] : 0f;
    }
  }

  /** y = x &gt; 0 ? v : slope · v; forward with v = x, backward with v = dy. */
  static void leaky(int n, float slope, float[] x, float[] v, float[] y) {
    FloatVector zero = FloatVector.zero(S);
    int i = 0;
    for (; i + L <= n; i += L) {
      VectorMask<Float> open = FloatVector.fromArray(S, x, i).compare(VectorOperators.GT, zero);
      FloatVector value = FloatVector.fromArray(S, v, i);
      value.mul(slope).blend(value, open).intoArray(y, i);
    }
    for (; i < n; i++) {
      y[i] = x[i] > 0f ? v[i] : slope * v[i];
    }
  }

  void sigmoid(int n, float[] x, float[] y) {
    int whole = n / L * L;
    for (int at = 0; at < whole; at += ElementaryLanes.STRIP) {
      functions.sigmoid(Math.min(ElementaryLanes.STRIP, whole - at), x, y, at);
    }
    for (int i = whole; i < n; i++) {
      y[i] = Elementary.sigmoid(x[i]);
    }
  }

  void tanh(int n, float[] x, float[] y) {
    int whole = n / L * L;
    for (int at = 0; at < whole; at += ElementaryLanes.STRIP) {
      functions.tanh(Math.min(ElementaryLanes.STRIP, whole - at), x, at, y, at);
    }
    for (int i = whole; i < n; i++) {
      y[i] = Elementary.tanh(x[i]);
    }
  }

  void gelu(int n, float[] x, float[] y) {
    int whole = n / L * L;
    for (int at = 0; at < whole; at += ElementaryLanes.STRIP) {
      functions.gelu(Math.min(ElementaryLanes.STRIP, whole - at), x, y, at);
    }
    for (int i = whole; i < n; i++) {
      y[i] = Elementary.gelu(x[i]);
    }
  }

  void geluGradient(int n, float[] x, float[] dy, float[] dx) {
    int whole = n / L * L;
    for (int at = 0; at < whole; at += ElementaryLanes.STRIP) {
      functions.geluGradient(Math.min(ElementaryLanes.STRIP, whole - at), x, dy, dx, at);
    }
    for (int i = whole; i < n; i++) {
      dx[i] = dy[i] * Elementary.geluSlope(x[i]);
    }
  }

  void geluTanh(int n, float[] x, float[] y) {
    int whole = n / L * L;
    for (int at = 0; at < whole; at += ElementaryLanes.STRIP) {
      functions.geluTanh(Math.min(ElementaryLanes.STRIP, whole - at), x, y, at);
    }
    for (int i = whole; i < n; i++) {
      y[i] = Elementary.geluTanh(x[i]);
    }
  }

  void geluTanhGradient(int n, float[] x, float[] dy, float[] dx) {
    int whole = n / L * L;
    for (int at = 0; at < whole; at += ElementaryLanes.STRIP) {
      functions.geluTanhGradient(Math.min(ElementaryLanes.STRIP, whole - at), x, dy, dx, at);
    }
    for (int i = whole; i < n; i++) {
      dx[i] = dy[i] * Elementary.geluTanhSlope(x[i]);
    }
  }

  /**
   * {@link Noise#bits} in lanes of integers. Written out: methods that hand on vectors are not
   * always inlined here.
   */
  static void dropout(
      int rows, int columns, long key, int threshold, float scale, float[] x, float[] y, int ld) {
    IntVector low = IntVector.broadcast(I, (int) key);
    IntVector high = IntVector.broadcast(I, (int) (key >>> 32));
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j += L) {
        VectorMask<Float> mask = S.indexInRange(j, columns);
        IntVector index = IntVector.broadcast(I, r * columns + j).addIndex(1);
        IntVector bits = index.lanewise(VectorOperators.XOR, low);
        bits = bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, 16));
        bits = bits.mul(Noise.FIRST_FACTOR);
        bits = bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, 15));
        bits = bits.mul(Noise.SECOND_FACTOR);
        bits =
            bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, 16)).add(high);
        bits = bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, 16));
        bits = bits.mul(Noise.FIRST_FACTOR);
        bits = bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, 15));
        bits = bits.mul(Noise.SECOND_FACTOR);
        bits = bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, 16));
        VectorMask<Integer> kept =
            bits.lanewise(VectorOperators.LSHR, 8).compare(VectorOperators.GE, threshold);
        FloatVector value = FloatVector.fromArray(S, x, r * ld + j, mask).mul(scale);
        FloatVector.zero(S).blend(value, kept.cast(S)).intoArray(y, r * ld + j, mask);
      }
    }
  }
}
