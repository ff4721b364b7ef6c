package io.descent.engine.kernel;

/**
 * How a sample lies in memory, channels last: height × width positions in row-major order, each a
 * row of {@code channels} floats at a distance of {@code stride}. A flat vector is a map of one
 * position.
 */
public record FeatureMap(int channels, int height, int width, int stride) {

  public int positions() {
    return height * width;
  }

  /** Floats of one sample, padding included. */
  public int size() {
    return height * width * stride;
  }
}
