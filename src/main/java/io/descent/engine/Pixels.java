package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.PackedPixels;
import io.descent.engine.kernel.provider.KernelProvider;
import java.util.BitSet;

/**
 * Turns the bytes of images into what a network sees: each, read from 0 to 255, divided by 255 and
 * rounded once. Serves one thread.
 */
public final class Pixels {

  private final Kernels kernels = KernelProvider.current().create();

  /** Scales {@code count} bytes from {@code bytes[from]} on to {@code into[at…]}. */
  public void scale(int count, byte[] bytes, int from, float[] into, int at) {
    kernels.pixels().scale(count, bytes, from, into, at);
  }

  /** Bytes that so many take packed, which {@link #unpack} takes. */
  public static int packedSize(int count, byte[] bytes, int from) {
    return PackedPixels.size(count, bytes, from);
  }

  /** Packs {@code count} bytes to {@code packed[at…]}, without most zeros: the place after them. */
  public static int pack(int count, byte[] bytes, int from, byte[] packed, int at) {
    return PackedPixels.pack(count, bytes, from, packed, at);
  }

  /** Where the pixels packed at a place are not zero: a bit for each few of them. */
  public static BitSet lit(int count, byte[] packed, int from) {
    return PackedPixels.lit(count, packed, from);
  }

  /**
   * The {@code count} bytes that were packed to {@code packed[from…]}, to {@code into[at…]}; up to
   * 63 bytes behind them may be lost.
   */
  public void unpack(int count, byte[] packed, int from, byte[] into, int at) {
    kernels.pixels().unpack(count, packed, from, into, at);
  }
}
