package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Pixels;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import java.util.Arrays;

/**
 * The encoded rows of one part, in slabs of equally many rows: float32, or pixels that stay bytes
 * until they are gathered.
 */
final class EncodedSamples implements Samples {

  private static final int SLAB_VALUES = 1 << 20;

  /** Bytes of a cache line. */
  private static final int LINE = 64;

  private final Encoding encoding;
  private final Pixels scale;
  private final boolean oneHot;
  private final int targets;
  private final int rows;
  private final int inputs;
  private final int slabRows;
  private final float[][] values;
  private final byte[][] pixels;
  private final float[] target;
  private int filled;

  /** What {@link #announce} read, so that its reading is not left out as idle. */
  private float touched;

  EncodedSamples(Encoding encoding, Pixels scale, LossSpec loss, int rows) {
    this.encoding = encoding;
    this.scale = scale;
    this.oneHot = loss == LossSpec.MSE && encoding.task() == Task.CLASSIFICATION;
    this.targets = oneHot ? encoding.classes().size() : 1;
    this.rows = rows;
    this.inputs = Math.toIntExact(encoding.encodedShape().size());
    this.slabRows = Math.max(1, SLAB_VALUES / inputs);
    int slabs = Math.ceilDiv(rows, slabRows);
    this.values = new float[encoding.ofImages() ? 0 : slabs][];
    this.pixels = new byte[encoding.ofImages() ? slabs : 0][];
    for (int i = 0; i < slabs; i++) {
      int size = Math.min(slabRows, rows - i * slabRows);
      if (encoding.ofImages()) {
        pixels[i] = new byte[size * inputs];
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
      System.arraycopy(block.pixels(), row * inputs, pixels[slab], at * inputs, inputs);
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

  /** Reads a value of each cache line. */
  @Override
  public void announce(int[] rows, int from, int count) {
    float sum = 0;
    for (int i = from; i < from + count; i++) {
      int slab = rows[i] / slabRows;
      int at = rows[i] % slabRows * inputs;
      sum += encoding.ofImages() ? touch(pixels[slab], at) : touch(values[slab], at);
    }
    touched = sum;
  }

  private int touch(byte[] slab, int at) {
    int sum = 0;
    for (int i = at; i < at + inputs; i += LINE) {
      sum += slab[i];
    }
    return sum;
  }

  private float touch(float[] slab, int at) {
    float sum = 0;
    for (int i = at; i < at + inputs; i += LINE / Float.BYTES) {
      sum += slab[i];
    }
    return sum;
  }

  @Override
  public void input(int row, float[] into, int at) {
    int slab = row / slabRows;
    int from = row % slabRows;
    if (encoding.ofImages()) {
      scale.scale(inputs, pixels[slab], from * inputs, into, at);
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
