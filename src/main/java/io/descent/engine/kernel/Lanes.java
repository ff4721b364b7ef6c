package io.descent.engine.kernel;

/**
 * A group of operations that have a form in lanes, and whether that form is compiled. Until then a
 * vector is an object on the heap, and the plain form is faster.
 */
enum Lanes {
  PIXELS,
  PRODUCTS,
  CONVOLUTIONS,
  POOLING,
  ACTIVATIONS,
  ROWS;

  private volatile boolean ready;

  boolean ready() {
    return ready;
  }

  /** There is no way back. */
  void markReady() {
    ready = true;
  }

  static boolean allReady() {
    for (Lanes group : values()) {
      if (!group.ready) {
        return false;
      }
    }
    return true;
  }
}
