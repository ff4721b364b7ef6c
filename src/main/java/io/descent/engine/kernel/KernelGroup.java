package io.descent.engine.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A group of operations that have a form in lanes, and whether that form is compiled. Until then a
 * vector is an object on the heap, and the plain form is faster.
 */
public enum KernelGroup {
  PIXELS,
  PRODUCTS,
  PIXEL_PRODUCTS,
  CONVOLUTIONS,
  POOLING,
  ACTIVATIONS,
  ROWS;

  private volatile boolean ready;

  public boolean ready() {
    return ready;
  }

  /** There is no way back. */
  public void markReady() {
    ready = true;
  }

  /** The groups that are plain, in small letters. */
  public static List<String> notReady() {
    return Arrays.stream(values())
        .filter(group -> !group.ready)
        .map(group -> group.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
