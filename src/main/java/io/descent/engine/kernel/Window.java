package io.descent.engine.kernel;

/** A window that slides over a map: the geometry of a convolution or a pooling. */
public record Window(
    FeatureMap in,
    FeatureMap out,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth) {

  /** Over an empty map. */
  public static final Window NONE = none(new FeatureMap(0, 0, 0, 0));

  private static Window none(FeatureMap map) {
    return new Window(map, map, 0, 0, 0, 0, 0, 0);
  }

  /** Positions of one window. */
  public int taps() {
    return kernelHeight * kernelWidth;
  }
}
