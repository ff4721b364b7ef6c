package io.descent.engine.kernel.pixels;

import io.descent.engine.kernel.PackedPixels;
import io.descent.engine.kernel.Pixels;

/** Pixels by a table and by chunks. */
public final class PlainPixels implements Pixels {

  /** Each byte, read from 0 to 255, divided by 255. */
  private static final float[] SCALED = new float[256];

  static {
    for (int i = 0; i < SCALED.length; i++) {
      SCALED[i] = i / 255f;
    }
  }

  @Override
  public void scale(int n, byte[] pixels, int from, float[] y, int at) {
    for (int i = 0; i < n; i++) {
      y[at + i] = SCALED[pixels[from + i] & 0xff];
    }
  }

  @Override
  public void unpack(int n, byte[] packed, int from, byte[] y, int at) {
    PackedPixels.unpack(n, packed, from, y, at);
  }
}
