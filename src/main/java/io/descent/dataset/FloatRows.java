package io.descent.dataset;

/** Rows as float32. */
final class FloatRows implements InputRows {

  private final Encoding encoding;
  private final int inputs;
  private final int slabBits;
  private final int placeMask;
  private final float[][] slabs;
  private int filled;

  FloatRows(Encoding encoding, int inputs, int rows) {
    this.encoding = encoding;
    this.inputs = inputs;
    slabBits = InputRows.slabBits(inputs);
    int slabRows = 1 << slabBits;
    placeMask = slabRows - 1;
    slabs = new float[Math.ceilDiv(rows, slabRows)][];
    for (int i = 0; i < slabs.length; i++) {
      slabs[i] = new float[Math.min(slabRows, rows - i * slabRows) * inputs];
    }
  }

  @Override
  public void add(RowBlock block, int row) {
    encoding.encode(block, row, slabs[filled >> slabBits], (filled & placeMask) * inputs);
    filled++;
  }

  @Override
  public float touch(int[] rows, int from, int count) {
    float sum = 0;
    for (int i = from; i < from + count; i++) {
      float[] slab = slabs[rows[i] >> slabBits];
      int start = (rows[i] & placeMask) * inputs;
      for (int at = start; at < start + inputs; at += LINE / Float.BYTES) {
        sum += slab[at];
      }
    }
    return sum;
  }

  @Override
  public void copy(int row, float[] into, int at) {
    System.arraycopy(slabs[row >> slabBits], (row & placeMask) * inputs, into, at, inputs);
  }
}
