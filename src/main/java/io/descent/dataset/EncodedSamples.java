package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import java.util.Arrays;

/**
 * The encoded rows of one part, in slabs of equally many rows: float32, or pixels that are packed
 * until they are gathered.
 */
final class EncodedSamples implements Samples {

  private static final int SLAB_VALUES = 1 << 20;

  private final Encoding encoding;
  private final boolean oneHot;
  private final int targets;
  private final int rows;
  private final int inputs;
  private final PackedPixels packing;
  private final int slabRows;
  private final float[][] values;
  private final int[][] pixels;
  private final float[] target;
  private int filled;

  EncodedSamples(Encoding encoding, LossSpec loss, int rows) {
    this.encoding = encoding;
    this.oneHot = loss == LossSpec.MSE && encoding.task() == Task.CLASSIFICATION;
    this.targets = oneHot ? encoding.classes().size() : 1;
    this.rows = rows;
    this.inputs = Math.toIntExact(encoding.encodedShape().size());
    this.packing = new PackedPixels(inputs);
    this.slabRows = Math.max(1, SLAB_VALUES / inputs);
    int slabs = Math.ceilDiv(rows, slabRows);
    this.values = new float[encoding.ofImages() ? 0 : slabs][];
    this.pixels = new int[encoding.ofImages() ? slabs : 0][];
    for (int i = 0; i < slabs; i++) {
      int size = Math.min(slabRows, rows - i * slabRows);
      if (encoding.ofImages()) {
        pixels[i] = new int[size * packing.words()];
      } else {
        values[i] = new float[size * inputs];
      }
    }
    this.target = new float[rows];
  }

  /** Appends a row of a block. */
  void add(RowBlock block, int row) {
    int slab = filled / slabRows;
    int at = filled % slabRows;
    if (encoding.ofImages()) {
      packing.pack(block.pixels(), row * inputs, pixels[slab], at * packing.words());
    } else {
      encoding.encode(block, row, values[slab], at * inputs);
    }
    target[filled] =
        encoding.task() == Task.CLASSIFICATION
            ? block.labels()[row]
            : encoding.target().encode(block.values()[row]);
    filled++;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int targets() {
    return targets;
  }

  @Override
  public void input(int row, float[] into, int at) {
    int slab = row / slabRows;
    int from = row % slabRows;
    if (encoding.ofImages()) {
      packing.encode(pixels[slab], from * packing.words(), into, at);
    } else {
      System.arraycopy(values[slab], from * inputs, into, at, inputs);
    }
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
