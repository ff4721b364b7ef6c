package io.descent.engine.kernel.elementwise;

import io.descent.engine.kernel.Activations;
import io.descent.engine.tensor.Noise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations in lanes, whose plain loops the compiler leaves scalar: those with a choice in them,
 * and those of {@link Elementary}. The rest after the last full vector is done one by one.
 */
public final class VectorActivations implements Activations {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private final PlainActivations plain = new PlainActivations();
  private final ElementaryLanes functions = new ElementaryLanes();

  /** As Math.max: −0 becomes 0, NaN stays. */
  @Override
  public void relu(int from, int to, float[] x, float[] y) {
    FloatVector zero = FloatVector.zero(S);
    int i = from;
    for (; i + L <= to; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      v.blend(zero, v.compare(VectorOperators.LE, zero)).intoArray(y, i);
    }
    plain.relu(i, to, x, y);
  }

  @Override
  public void reluGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    FloatVector zero = FloatVector.zero(S);
    int i = from;
    for (; i + L <= to; i += L) {
      VectorMask<Float> open = FloatVector.fromArray(S, y, i).compare(VectorOperators.GT, zero);
      zero.blend(FloatVector.fromArray(S, dy, i), open).intoArray(dx, i);
    }
    plain.reluGradient(i, to, y, dy, dx);
  }

  @Override
  public void leakyRelu(int from, int to, float slope, float[] x, float[] y) {
    leakyReluGradient(from, to, slope, x, x, y);
  }

  @Override
  public void leakyReluGradient(int from, int to, float slope, float[] x, float[] dy, float[] dx) {
    FloatVector zero = FloatVector.zero(S);
    int i = from;
    for (; i + L <= to; i += L) {
      VectorMask<Float> open = FloatVector.fromArray(S, x, i).compare(VectorOperators.GT, zero);
      FloatVector value = FloatVector.fromArray(S, dy, i);
      value.mul(slope).blend(value, open).intoArray(dx, i);
    }
    plain.leakyReluGradient(i, to, slope, x, dy, dx);
  }

  @Override
  public void sigmoid(int from, int to, float[] x, float[] y) {
    int whole = whole(from, to);
    for (int at = from; at < whole; at += ElementaryLanes.STRIP) {
      functions.sigmoid(Math.min(ElementaryLanes.STRIP, whole - at), x, y, at);
    }
    plain.sigmoid(whole, to, x, y);
  }

  /** The compiler makes lanes of the plain loop by itself. */
  @Override
  public void sigmoidGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    plain.sigmoidGradient(from, to, y, dy, dx);
  }

  @Override
  public void tanh(int from, int to, float[] x, float[] y) {
    int whole = whole(from, to);
    for (int at = from; at < whole; at += ElementaryLanes.STRIP) {
      functions.tanh(Math.min(ElementaryLanes.STRIP, whole - at), x, at, y, at);
    }
    plain.tanh(whole, to, x, y);
  }

  /** The compiler makes lanes of the plain loop by itself. */
  @Override
  public void tanhGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    plain.tanhGradient(from, to, y, dy, dx);
  }

  @Override
  public void gelu(int from, int to, float[] x, float[] y) {
    int whole = whole(from, to);
    for (int at = from; at < whole; at += ElementaryLanes.STRIP) {
      functions.gelu(Math.min(ElementaryLanes.STRIP, whole - at), x, y, at);
    }
    plain.gelu(whole, to, x, y);
  }

  @Override
  public void geluGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    int whole = whole(from, to);
    for (int at = from; at < whole; at += ElementaryLanes.STRIP) {
      functions.geluGradient(Math.min(ElementaryLanes.STRIP, whole - at), x, dy, dx, at);
    }
    plain.geluGradient(whole, to, x, dy, dx);
  }

  @Override
  public void geluTanh(int from, int to, float[] x, float[] y) {
    int whole = whole(from, to);
    for (int at = from; at < whole; at += ElementaryLanes.STRIP) {
      functions.geluTanh(Math.min(ElementaryLanes.STRIP, whole - at), x, y, at);
    }
    plain.geluTanh(whole, to, x, y);
  }

  @Override
  public void geluTanhGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    int whole = whole(from, to);
    for (int at = from; at < whole; at += ElementaryLanes.STRIP) {
      functions.geluTanhGradient(Math.min(ElementaryLanes.STRIP, whole - at), x, dy, dx, at);
    }
    plain.geluTanhGradient(whole, to, x, dy, dx);
  }

  /**
   * {@link Noise#bits} in lanes of integers. Written out: methods that hand on vectors are not
   * always inlined here.
   */
  @Override
  public void dropout(
      int from,
      int to,
      int columns,
      long key,
      int threshold,
      float scale,
      float[] x,
      float[] y,
      int ld) {
    IntVector low = IntVector.broadcast(I, (int) key);
    IntVector high = IntVector.broadcast(I, (int) (key >>> 32));
    for (int r = from; r < to; r++) {
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

  /** Where the last full vector ends. */
  private static int whole(int from, int to) {
    return from + (to - from) / L * L;
  }
}
