package io.descent.engine.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The form of a row of pixels without its zeros: chunks of {@link #CHUNK} pixels, the last one
 * filled up with zeros. First come bits that tell which chunks are not all zero, 64 in a
 * little-endian long, then those chunks.
 */
public final class PackedPixels {

  /** Pixels of a chunk. */
  public static final int CHUNK = 8;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private PackedPixels() {}

  /** Bytes of the bits that tell the chunks of n pixels. */
  public static int header(int n) {
    return Math.ceilDiv(Math.ceilDiv(n, CHUNK), Long.SIZE) * Long.BYTES;
  }

  /** The little-endian long at a place. */
  public static long longAt(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Bytes that the pixels take packed. */
  public static int size(int n, byte[] pixels, int from) {
    int size = header(n);
    for (int i = 0; i < n; i += CHUNK) {
      size += isZero(pixels, from + i, Math.min(CHUNK, n - i)) ? 0 : CHUNK;
    }
    return size;
  }

  /** The bits that tell which chunks of n pixels packed at a place are not all zero. */
  public static BitSet lit(int n, byte[] packed, int from) {
    return BitSet.valueOf(ByteBuffer.wrap(packed, from, header(n)));
  }

  /** Packs pixels to {@code packed[at…]}: the place after them. */
  public static int pack(int n, byte[] pixels, int from, byte[] packed, int at) {
    int end = at + header(n);
    for (int to = at; to < end; to += Long.BYTES) {
      LONGS.set(packed, to, 0L);
    }
    for (int i = 0; i < n; i += CHUNK) {
      int count = Math.min(CHUNK, n - i);
      if (!isZero(pixels, from + i, count)) {
        int chunk = i / CHUNK;
        int word = at + chunk / Long.SIZE * Long.BYTES;
        LONGS.set(packed, word, longAt(packed, word) | 1L << chunk);
        System.arraycopy(pixels, from + i, packed, end, count);
        end += CHUNK;
      }
    }
    return end;
  }

  /** Unpacks n pixels to {@code y[at…]}. */
  public static void unpack(int n, byte[] packed, int from, byte[] y, int at) {
    Arrays.fill(y, at, at + n, (byte) 0);
    int next = from + header(n);
    for (int i = 0, word = from; i < n; i += Long.SIZE * CHUNK, word += Long.BYTES) {
      for (long bits = longAt(packed, word); bits != 0; bits &= bits - 1) {
        int to = i + Long.numberOfTrailingZeros(bits) * CHUNK;
        if (to + CHUNK <= n) {
          LONGS.set(y, at + to, longAt(packed, next));
        } else {
          System.arraycopy(packed, next, y, at + to, n - to);
        }
        next += CHUNK;
      }
    }
  }

  private static boolean isZero(byte[] pixels, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (pixels[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
