package io.descent.dataset;

/** Rows of a table as float32, in the heap. */
final class FloatRows implements PartRows, InputRows {

  private final Encoding encoding;
  private final RowEncoder encoder;
  private final int inputs;
  private final SlabLayout layout;
  private final float[][] slabs;
  private final float[] targets;
  private float[] column = {};
  private int filled;

  FloatRows(Encoding encoding, int rows) {
    this.encoding = encoding;
    encoder = new RowEncoder(encoding);
    inputs = Math.toIntExact(encoding.encodedShape().size());
    layout = SlabLayout.of(rows, inputs);
    slabs = new float[layout.slabs()][];
    for (int i = 0; i < slabs.length; i++) {
      slabs[i] = new float[layout.rowsOf(i) * inputs];
    }
    targets = new float[rows];
  }

  @Override
  public void add(RowBlock block, int[] rows, int from, int to) {
    for (int next = from, end; next < to; next = end) {
      int slab = layout.slab(filled);
      end = Math.min(to, next + layout.rowsOf(slab) - layout.place(filled));
      fill(block, rows, next, end, slabs[slab], layout.place(filled) * inputs);
      for (int i = next; i < end; i++) {
        targets[filled++] = PartRows.target(encoding, block, rows[i] - block.firstRow());
      }
    }
  }

  private void fill(RowBlock block, int[] rows, int from, int to, float[] into, int at) {
    column = RowEncoder.room(column, to - from);
    for (int number = 0; number < encoder.numbers(); number++) {
      double[] values = block.numeric()[number];
      encoder.encode(number, values, rows, from, to, block.firstRow(), column);
      int place = at + encoder.number(number);
      for (int i = 0; i < to - from; i++) {
        into[place + i * inputs] = column[i];
      }
    }
    for (int word = 0; word < encoder.words(); word++) {
      int[] codes = block.categorical()[word];
      int place = at + encoder.word(word);
      for (int i = from; i < to; i++, place += inputs) {
        int code = codes[rows[i] - block.firstRow()];
        if (code >= 0) {
          into[place + code] = 1f;
        }
      }
    }
  }

  @Override
  public InputRows open() {
    return this;
  }

  @Override
  public int rows() {
    return targets.length;
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
  public void copy(int row, float[] into, int at) {
    System.arraycopy(slabs[layout.slab(row)], layout.place(row) * inputs, into, at, inputs);
  }

  @Override
  public boolean arePixels() {
    return false;
  }

  @Override
  public float target(int row) {
    return targets[row];
  }
}
