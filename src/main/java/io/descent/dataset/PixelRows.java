package io.descent.dataset;

import io.descent.engine.Pixels;

/** Rows of pixels, which are kept as bytes, in the heap. */
final class PixelRows implements PartRows, InputRows {

  private final Pixels pixels = new Pixels();
  private final int inputs;
  private final SlabLayout layout;
  private final byte[][] slabs;

  /** Of each slab where its rows begin. */
  private final int[][] starts;

  private final boolean[] packed;
  private final float[] targets;
  private final PixelCollector collector;
  private final byte[] unpacked;

  /** Bytes of a row in the slab where they are most, on average. */
  private int rowBytes;

  /**
   * @param arranged whether rows that follow one another are to be alike
   */
  PixelRows(Encoding encoding, int rows, boolean arranged) {
    inputs = Math.toIntExact(encoding.encodedShape().size());
    layout = SlabLayout.of(rows, inputs);
    slabs = new byte[layout.slabs()][];
    starts = new int[slabs.length][];
    packed = new boolean[slabs.length];
    targets = new float[rows];
    unpacked = new byte[inputs];
    collector = new PixelCollector(encoding, layout, arranged, this::keep);
  }

  private void keep(int slab, PixelSlab rows, float[] target) {
    slabs[slab] = rows.bytes();
    starts[slab] = rows.starts();
    packed[slab] = rows.packed();
    rowBytes = Math.max(rowBytes, slabs[slab].length / rows.rows());
    System.arraycopy(target, 0, targets, slab << layout.bits(), rows.rows());
  }

  @Override
  public void add(RowBlock block, int[] rows, int from, int to) {
    collector.add(block, rows, from, to);
  }

  @Override
  public InputRows open() {
    return this;
  }

  @Override
  public int rows() {
    return targets.length;
  }

  /**
   * Where rows begin is read first, and then a stretch of each row at a time: many reads are under
   * way together as long as none waits for another, and no row has a number of turns of its own.
   */
  @Override
  public float prefetch(int[] rows, int from, int count) {
    int sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += start(rows[i]);
    }
    for (int at = 0; at < rowBytes; at += PixelSlab.STRETCH * LINE) {
      for (int i = from; i < from + count; i++) {
        byte[] slab = slabs[layout.slab(rows[i])];
        int first = Math.min(start(rows[i]) + at, slab.length - PixelSlab.STRETCH * LINE);
        sum += slab[first] + slab[first + LINE] + slab[first + 2 * LINE];
      }
    }
    return sum;
  }

  private int start(int row) {
    return starts[layout.slab(row)][layout.place(row)];
  }

  @Override
  public void copy(int row, float[] into, int at) {
    int slab = layout.slab(row);
    if (packed[slab]) {
      pixels.unpack(inputs, slabs[slab], start(row), unpacked, 0);
      pixels.scale(inputs, unpacked, 0, into, at);
    } else {
      pixels.scale(inputs, slabs[slab], start(row), into, at);
    }
  }

  @Override
  public boolean arePixels() {
    return true;
  }

  @Override
  public void copyPixels(int row, byte[] into, int at) {
    int slab = layout.slab(row);
    if (packed[slab]) {
      pixels.unpack(inputs, slabs[slab], start(row), into, at);
    } else {
      System.arraycopy(slabs[slab], start(row), into, at, inputs);
    }
  }

  @Override
  public float target(int row) {
    return targets[row];
  }
}
