package io.descent.engine.kernel;

/** Bytes of images. As a call says where it begins in either array, it is a range by itself. */
public interface Pixels {

  /** y[at + i] = x / 255 rounded once, where x is the byte pixels[from + i] read from 0 to 255. */
  void scale(int n, byte[] pixels, int from, float[] y, int at);

  /**
   * y[at + i] = the pixels, n in the form of {@link PackedPixels} from packed[from] on. Up to 63
   * bytes behind them may be lost, so rows are unpacked from the first to the last, by one thread.
   */
  void unpack(int n, byte[] packed, int from, byte[] y, int at);
}
