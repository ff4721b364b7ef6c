package io.descent.engine.kernel.pixels;

import io.descent.engine.kernel.PackedPixels;
import io.descent.engine.kernel.Pixels;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Bytes of images in lanes; where none are to be had, the plain loops do the work. */
public final class VectorPixels implements Pixels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** As many bytes as lanes, but eight at least: no vector is shorter. */
  public static final VectorSpecies<Byte> B = bytes(Math.max(L, 8));

  private static final VectorSpecies<Byte> ALL = ByteVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  /** Whether the bits of a byte are the chunks of a vector. */
  private static final boolean UNPACKS = LONGS.length() == Byte.SIZE;

  /**
   * 1 / 255 in two parts. Products of the first with a byte are exact, so that the sum is rounded
   * once.
   */
  public static final float HIGH = 0x1.01p-8f;

  public static final float LOW = (float) (1 / 255.0 - HIGH);

  private final PlainPixels plain = new PlainPixels();

  private static VectorSpecies<Byte> bytes(int count) {
    return VectorSpecies.of(byte.class, VectorShape.forBitSize(count * Byte.SIZE));
  }

  /** Two parts are written out, since the number of a part must be a constant. */
  @Override
  public void scale(int n, byte[] pixels, int from, float[] y, int at) {
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
    plain.scale(n - i, pixels, from + i, y, at + i);
  }

  /**
   * As many chunks at a time as a vector has longs: without masks where none of them would reach
   * past the end of an array.
   */
  @Override
  public void unpack(int n, byte[] packed, int from, byte[] y, int at) {
    if (UNPACKS) {
      unpackInLanes(n, packed, from, y, at);
    } else {
      plain.unpack(n, packed, from, y, at);
    }
  }

  private static void unpackInLanes(int n, byte[] packed, int from, byte[] y, int at) {
    int next = from + PackedPixels.header(n);
    int vectors = Math.ceilDiv(n, ALL.length());
    int all = vectors * ALL.length();
    int whole = next + all <= packed.length && at + all <= y.length ? vectors : 0;
    for (int i = 0; i < whole; i++) {
      long bits = packed[from + i] & 0xff;
      ByteVector.fromArray(ALL, packed, next)
          .reinterpretAsLongs()
          .expand(VectorMask.fromLong(LONGS, bits))
          .reinterpretAsBytes()
          .intoArray(y, at + i * ALL.length());
      next += Long.bitCount(bits) * PackedPixels.CHUNK;
    }
    for (int i = whole * ALL.length(); i < n; i += ALL.length()) {
      long bits = packed[from + i / ALL.length()] & 0xff;
      ByteVector.fromArray(ALL, packed, next, ALL.indexInRange(next, packed.length))
          .reinterpretAsLongs()
          .expand(VectorMask.fromLong(LONGS, bits))
          .reinterpretAsBytes()
          .intoArray(y, at + i, ALL.indexInRange(i, n));
      next += Long.bitCount(bits) * PackedPixels.CHUNK;
    }
  }
}
