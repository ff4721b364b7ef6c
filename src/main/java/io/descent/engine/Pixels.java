package io.descent.engine;

import io.descent.engine.kernel.KernelProvider;
import io.descent.engine.kernel.Kernels;

/**
 * Turns the bytes of images into what a network sees: each, read from 0 to 255, divided by 255 and
 * rounded once. Serves one thread.
 */
public final class Pixels {

  private final Kernels kernels = KernelProvider.current().create();

  /** Scales {@code count} bytes from {@code bytes[from]} on to {@code into[at…]}. */
  public void scale(int count, byte[] bytes, int from, float[] into, int at) {
    kernels.pixels(count, bytes, from, into, at);
  }
}
