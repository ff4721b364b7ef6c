package io.descent.engine.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Bytes of images as floats, in lanes. */
final class VectorPixels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** As many bytes as lanes, but eight at least: no vector is shorter. */
  private static final VectorSpecies<Byte> B = bytes(Math.max(L, 8));

  /** A chunk of packed pixels, which may be less than a vector of floats, or two of them. */
  private static final VectorSpecies<Byte> CHUNK = bytes(PackedPixels.CHUNK);

  private static final VectorShape CHUNK_SHAPE =
      VectorShape.forBitSize(Math.min(L, PackedPixels.CHUNK) * Float.SIZE);
  private static final VectorSpecies<Float> CHUNK_S = VectorSpecies.of(float.class, CHUNK_SHAPE);
  private static final VectorSpecies<Integer> CHUNK_I = VectorSpecies.of(int.class, CHUNK_SHAPE);
  private static final int CHUNK_L = CHUNK_S.length();

  /**
   * 1 / 255 in two parts. Products of the first with a byte are exact, so that the sum is rounded
   * once.
   */
  private static final float HIGH = 0x1.01p-8f;

  private static final float LOW = (float) (1 / 255.0 - HIGH);

  private VectorPixels() {}

  private static VectorSpecies<Byte> bytes(int count) {
    return VectorSpecies.of(byte.class, VectorShape.forBitSize(count * Byte.SIZE));
  }

  /**
   * Scales as many as fill vectors: that number. Two parts are written out, since the number of a
   * part must be a constant.
   */
  static int scale(int n, byte[] pixels, int from, float[] y, int at) {
    int i = 0;
    for (; i + B.length() <= n; i += B.length()) {
      ByteVector bytes = ByteVector.fromArray(B, pixels, from + i);
      FloatVector x =
          (FloatVector)
              bytes
                  .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0)
                  .convertShape(VectorOperators.I2F, S, 0);
      x.fma(FloatVector.broadcast(S, LOW), x.mul(HIGH)).intoArray(y, at + i);
      if (B.length() > L) {
        x =
            (FloatVector)
                bytes
                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 1)
                    .convertShape(VectorOperators.I2F, S, 0);
        x.fma(FloatVector.broadcast(S, LOW), x.mul(HIGH)).intoArray(y, at + i + L);
      }
    }
    return i;
  }

  /** Unpacks and scales n pixels, a multiple of a chunk. */
  static void unpack(int n, byte[] packed, int from, float[] y, int at) {
    FloatVector zero = FloatVector.zero(CHUNK_S);
    for (int i = 0; i < n; i += CHUNK_L) {
      zero.intoArray(y, at + i);
    }
    int chunk = from + PackedPixels.header(n);
    for (int i = 0, word = from; i < n; i += Long.SIZE * PackedPixels.CHUNK, word += Long.BYTES) {
      for (long bits = PackedPixels.bits(packed, word); bits != 0; bits &= bits - 1) {
        int to = at + i + Long.numberOfTrailingZeros(bits) * PackedPixels.CHUNK;
        ByteVector bytes = ByteVector.fromArray(CHUNK, packed, chunk);
        FloatVector x =
            (FloatVector)
                bytes
                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, CHUNK_I, 0)
                    .convertShape(VectorOperators.I2F, CHUNK_S, 0);
        x.fma(FloatVector.broadcast(CHUNK_S, LOW), x.mul(HIGH)).intoArray(y, to);
        if (PackedPixels.CHUNK > CHUNK_L) {
          x =
              (FloatVector)
                  bytes
                      .convertShape(VectorOperators.ZERO_EXTEND_B2I, CHUNK_I, 1)
                      .convertShape(VectorOperators.I2F, CHUNK_S, 0);
          x.fma(FloatVector.broadcast(CHUNK_S, LOW), x.mul(HIGH)).intoArray(y, to + CHUNK_L);
        }
        chunk += PackedPixels.CHUNK;
      }
    }
  }
}
