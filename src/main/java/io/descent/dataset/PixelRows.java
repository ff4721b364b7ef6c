package io.descent.dataset;

import io.descent.engine.Pixels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows of pixels, which are kept as bytes. Once the rows of a slab are all there they are packed,
 * if that leaves so little of them that reading takes less time.
 */
final class PixelRows implements InputRows {

  /** Lines that are read of one row before the next is turned to. */
  private static final int STRETCH = 3;

  private final Pixels pixels;
  private final int inputs;
  private final SlabLayout layout;
  private final byte[][] slabs;

  /** Of each slab where its rows begin. */
  private final int[][] starts;

  private final boolean[] packed;
  private final byte[] unpacked;

  /** Bytes of a row in the slab where they are most, on average. */
  private int rowBytes;

  private int filled;

  PixelRows(Pixels pixels, int inputs, int rows) {
    this.pixels = pixels;
    this.inputs = inputs;
    layout = SlabLayout.of(rows, inputs);
    slabs = new byte[layout.slabs()][];
    starts = new int[slabs.length][];
    packed = new boolean[slabs.length];
    unpacked = new byte[inputs];
  }

  @Override
  public void add(RowBlock block, int row) {
    int slab = layout.slab(filled);
    int place = layout.place(filled);
    if (place == 0) {
      int rows = layout.rowsOf(slab);
      slabs[slab] = new byte[Math.max(rows * inputs, STRETCH * LINE)];
      starts[slab] = new int[rows];
    }
    System.arraycopy(block.pixels(), row * inputs, slabs[slab], place * inputs, inputs);
    starts[slab][place] = place * inputs;
    filled++;
    if (place + 1 == starts[slab].length) {
      finish(slab);
    }
  }

  private void finish(int slab) {
    byte[] plain = slabs[slab];
    int[] places = starts[slab];
    long bytes = 0;
    for (int place : places) {
      bytes += Pixels.packedSize(inputs, plain, place);
    }
    if (bytes <= plain.length / 4 * 3L) {
      byte[] small = new byte[(int) Math.max(bytes, STRETCH * LINE)];
      int end = 0;
      for (int i = 0; i < places.length; i++) {
        places[i] = end;
        end = Pixels.pack(inputs, plain, i * inputs, small, end);
      }
      slabs[slab] = small;
      packed[slab] = true;
    }
    rowBytes = Math.max(rowBytes, slabs[slab].length / places.length);
  }

  /** Zeros are skipped where neighbouring rows have them in the same places. */
  @Override
  public int[] arrange() {
    int[] before = IntStream.range(0, filled).toArray();
    for (int slab = 0; slab < slabs.length; slab++) {
      if (packed[slab]) {
        int first = slab << layout.bits();
        int[] order = arrange(slab);
        Arrays.setAll(order, i -> first + order[i]);
        System.arraycopy(order, 0, before, first, order.length);
      }
    }
    return before;
  }

  private int[] arrange(int slab) {
    byte[] old = slabs[slab];
    int[] oldPlaces = starts[slab];
    int[] order =
        SimilarityOrder.order(
            Arrays.stream(oldPlaces).mapToObj(place -> Pixels.lit(inputs, old, place)).toList());
    byte[] rows = new byte[old.length];
    int[] places = new int[order.length];
    int end = 0;
    for (int i = 0; i < order.length; i++) {
      int row = order[i];
      int next = row + 1 < oldPlaces.length ? oldPlaces[row + 1] : old.length;
      places[i] = end;
      System.arraycopy(old, oldPlaces[row], rows, end, next - oldPlaces[row]);
      end += next - oldPlaces[row];
    }
    slabs[slab] = rows;
    starts[slab] = places;
    return order;
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
    for (int at = 0; at < rowBytes; at += STRETCH * LINE) {
      for (int i = from; i < from + count; i++) {
        byte[] slab = slabs[layout.slab(rows[i])];
        int first = Math.min(start(rows[i]) + at, slab.length - STRETCH * LINE);
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
}
