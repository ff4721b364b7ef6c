package io.descent.dataset;

import java.util.stream.IntStream;

/** Rows as float32. */
final class FloatRows implements InputRows {

  private final Encoding encoding;
  private final int inputs;
  private final SlabLayout layout;
  private final float[][] slabs;
  private int filled;

  FloatRows(Encoding encoding, int inputs, int rows) {
    this.encoding = encoding;
    this.inputs = inputs;
    layout = SlabLayout.of(rows, inputs);
    slabs = new float[layout.slabs()][];
    for (int i = 0; i < slabs.length; i++) {
      slabs[i] = new float[layout.rowsOf(i) * inputs];
    }
  }

  @Override
  public void add(RowBlock block, int row) {
    encoding.encode(block, row, slabs[layout.slab(filled)], layout.place(filled) * inputs);
    filled++;
  }

  @Override
  public int[] arrange() {
    return IntStream.range(0, filled).toArray();
  }

  @Override
  public float prefetch(int[] rows, int from, int count) {
    float sum = 0;
    for (int i = from; i < from + count; i++) {
      float[] slab = slabs[layout.slab(rows[i])];
      int start = layout.place(rows[i]) * inputs;
      for (int at = start; at < start + inputs; at += LINE / Float.BYTES) {
        sum += slab[at];
      }
    }
    return sum;
  }

  @Override
  public boolean arePixels() {
    return false;
  }

  @Override
  public void copyPixels(int row, byte[] into, int at) {
    throw new UnsupportedOperationException("rows of floats are no pixels");
  }

  @Override
  public void copy(int row, float[] into, int at) {
    System.arraycopy(slabs[layout.slab(row)], layout.place(row) * inputs, into, at, inputs);
  }
}
