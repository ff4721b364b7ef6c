package io.descent.engine;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.PixelBatch;
import io.descent.engine.tensor.Tensor;

/** The inputs and targets of the samples that a net works on. */
final class Batch {

  /** Rows that are prefetched together: many reads at a time, and near when they are copied. */
  private static final int TOGETHER = 32;

  private final FeatureMap map;
  private final float[] planes;
  private final boolean takesPixels;
  private final Tensor input;
  private final PixelBatch pixels;
  private final Tensor targets;
  private boolean ofPixels;

  /**
   * @param map how an input lies in memory
   * @param targets values of one target
   * @param takesPixels whether pixels may stay bytes
   */
  Batch(FeatureMap map, int samples, int targets, boolean takesPixels) {
    this.map = map;
    this.takesPixels = takesPixels;
    planes = new float[map.channels() * map.positions()];
    int rows = Math.multiplyExact(samples, map.positions());
    input = Tensor.strided(rows, map.channels(), map.stride());
    pixels = new PixelBatch(planes.length, input.data());
    this.targets = Tensor.strided(samples, targets, targets);
  }

  /** Whether the inputs are {@link #pixels()}, not {@link #input()}. */
  boolean ofPixels() {
    return ofPixels;
  }

  /** Inputs in client order. */
  PixelBatch pixels() {
    return pixels;
  }

  Tensor input() {
    return input;
  }

  Tensor targets() {
    return targets;
  }

  /** Puts the rows {@code rows[from…]} of samples into the batch. */
  void load(Samples samples, int[] rows, int from, int count) {
    for (int i = 0; i < count; i++) {
      loadTarget(samples, rows[from + i], i);
    }
    for (int i = 0; i < count; i++) {
      if (i % TOGETHER == 0) {
        samples.prefetch(rows, from + i, Math.min(TOGETHER, count - i));
      }
      loadInput(samples, rows[from + i], i);
    }
  }

  /** Puts so many rows of samples into the batch, which follow one another. */
  void load(Samples samples, int from, int count) {
    for (int i = 0; i < count; i++) {
      loadTarget(samples, from + i, i);
      loadInput(samples, from + i, i);
    }
  }

  private void loadTarget(Samples samples, int row, int place) {
    samples.target(row, targets.data(), place * targets.columns());
  }

  private void loadInput(Samples samples, int row, int place) {
    ofPixels = takesPixels && samples.arePixels();
    if (ofPixels) {
      samples.pixels(row, pixels.fill(), place * planes.length);
    } else if (isInClientOrder()) {
      samples.input(row, input.data(), place * planes.length);
    } else {
      samples.input(row, planes, 0);
      interleave(planes, 0, place);
    }
  }

  /** Puts rows of inputs in client order into the batch. */
  void loadInputs(float[] inputs, int rows) {
    ofPixels = false;
    if (isInClientOrder()) {
      System.arraycopy(inputs, 0, input.data(), 0, rows * planes.length);
      return;
    }
    for (int r = 0; r < rows; r++) {
      interleave(inputs, r * planes.length, r);
    }
  }

  private boolean isInClientOrder() {
    return map.channels() == 1 || map.positions() == 1;
  }

  /** From (channel, height, width), as clients see a map, to channels last. */
  private void interleave(float[] from, int at, int place) {
    int positions = map.positions();
    int channels = map.channels();
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < positions; p++) {
        input.data()[(place * positions + p) * channels + c] = from[at + c * positions + p];
      }
    }
  }
}
