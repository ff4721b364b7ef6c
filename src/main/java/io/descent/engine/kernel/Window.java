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

  /** Positions of one window. */
  public int taps() {
    return kernelHeight * kernelWidth;
  }
}
