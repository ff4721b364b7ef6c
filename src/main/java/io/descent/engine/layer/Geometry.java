package io.descent.engine.layer;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Window;

/** Extents of a sliding window, from which the output's follow. */
public record Geometry(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth) {

  /** Windows that fit into a padded extent: floor((size + 2 · padding − kernel) / stride) + 1. */
  public static long count(long size, long kernel, long stride, long padding) {
    return Math.floorDiv(size + 2 * padding - kernel, stride) + 1;
  }

  Window window(FeatureMap in, int channels) {
    int height = (int) count(in.height(), kernelHeight, strideHeight, paddingHeight);
    int width = (int) count(in.width(), kernelWidth, strideWidth, paddingWidth);
    return new Window(
        in,
        LayerContext.map(channels, height, width),
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        paddingHeight,
        paddingWidth);
  }
}
