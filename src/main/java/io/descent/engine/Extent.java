package io.descent.engine;

/** A pair of extents, height first. */
public record Extent(int height, int width) {

  static final Extent ZERO = new Extent(0, 0);
  static final Extent ONE = new Extent(1, 1);

  long area() {
    return (long) height * width;
  }

  @Override
  public String toString() {
    return "[" + height + ", " + width + "]";
  }
}
