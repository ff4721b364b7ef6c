package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Pixels;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import java.util.Arrays;

/** The encoded rows of one part. */
final class EncodedSamples implements Samples {

  private final Encoding encoding;
  private final String origin;
  private final boolean oneHot;
  private final int targets;
  private final int rows;
  private final int inputs;
  private final InputRows input;
  private final float[] target;
  private int filled;

  /** What {@link #prefetch} read, so that its reading is not left out as idle. */
  private float prefetched;

  EncodedSamples(Encoding encoding, Pixels pixels, LossSpec loss, String origin, int rows) {
    this.encoding = encoding;
    this.origin = origin;
    this.oneHot = loss == LossSpec.MSE && encoding.task() == Task.CLASSIFICATION;
    this.targets = oneHot ? encoding.classes().size() : 1;
    this.rows = rows;
    this.inputs = Math.toIntExact(encoding.encodedShape().size());
    this.input =
        encoding.ofImages()
            ? new PixelRows(pixels, inputs, rows)
            : new FloatRows(encoding, inputs, rows);
    this.target = new float[rows];
  }

  /** Appends a row of a block. */
  void add(RowBlock block, int row) {
    input.add(block, row);
    target[filled] =
        encoding.task() == Task.CLASSIFICATION
            ? block.labels()[row]
            : encoding.target().encode(block.values()[row]);
    filled++;
  }

  /**
   * Numbers rows anew, once all are there, so that it takes less time to measure them one after
   * another.
   */
  void arrange() {
    int[] before = input.arrange();
    float[] old = target.clone();
    for (int i = 0; i < rows; i++) {
      target[i] = old[before[i]];
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int targets() {
    return targets;
  }

  /** Reads of the inputs a value of each cache line; targets are few. */
  @Override
  public void prefetch(int[] rows, int from, int count) {
    prefetched = input.prefetch(rows, from, count);
  }

  @Override
  public void input(int row, float[] into, int at) {
    input.copy(row, into, at);
  }

  @Override
  public boolean arePixels() {
    return input.arePixels();
  }

  @Override
  public void pixels(int row, byte[] into, int at) {
    input.copyPixels(row, into, at);
  }

  @Override
  public void target(int row, float[] into, int at) {
    if (oneHot) {
      Arrays.fill(into, at, at + targets, 0f);
      into[at + (int) target[row]] = 1f;
    } else {
      into[at] = target[row];
    }
  }
}
