package io.descent.dataset;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.descent.engine.Pixels;
import java.lang.foreign.MemorySegment;

/** Reads what {@link ImageFile} wrote. */
final class MappedImages implements InputRows {

  /** Rows whose places are found before any of them is read. */
  private static final int TOGETHER = 32;

  private final Pixels pixels = new Pixels();
  private final int inputs;
  private final ImageFile.Slabs slabs;
  private final SlabLayout layout;
  private final MemorySegment file;
  private final byte[] packed;
  private final byte[] plain;
  private final long[] starts = new long[TOGETHER];
  private final long[] ends = new long[TOGETHER];

  MappedImages(int inputs, ImageFile.Slabs slabs, MemorySegment file) {
    this.inputs = inputs;
    this.slabs = slabs;
    this.layout = slabs.layout();
    this.file = file;
    // Kernels read whole vectors
    this.packed = new byte[Math.ceilDiv(inputs, LINE) * (LINE + Long.BYTES) + 2 * LINE];
    this.plain = new byte[inputs];
  }

  @Override
  public int rows() {
    return layout.rows();
  }

  private long index(int row) {
    return slabs.starts()[layout.slab(row)] + (long) layout.place(row) * Integer.BYTES;
  }

  /** Where a row begins in the file. */
  private long start(int row) {
    int slab = layout.slab(row);
    return slabs.starts()[slab]
        + ImageFile.indexBytes(layout.rowsOf(slab))
        + file.get(JAVA_INT_UNALIGNED, index(row));
  }

  private int length(int row) {
    long index = index(row);
    return file.get(JAVA_INT_UNALIGNED, index + Integer.BYTES)
        - file.get(JAVA_INT_UNALIGNED, index);
  }

  /** As {@link PixelRows#prefetch}: first where rows are, then a line of each in turn. */
  @Override
  public float prefetch(int[] rows, int from, int count) {
    float sum = 0;
    for (int i = from; i < from + count; i += TOGETHER) {
      sum += prefetchFew(rows, i, Math.min(TOGETHER, from + count - i));
    }
    return sum;
  }

  private float prefetchFew(int[] rows, int from, int count) {
    int most = 0;
    for (int i = 0; i < count; i++) {
      int length = length(rows[from + i]);
      starts[i] = start(rows[from + i]);
      ends[i] = starts[i] + length - 1;
      most = Math.max(most, length);
    }
    float sum = 0;
    for (int at = 0; at < most; at += LINE) {
      for (int i = 0; i < count; i++) {
        sum += file.get(JAVA_BYTE, Math.min(starts[i] + at, ends[i]));
      }
    }
    return sum;
  }

  @Override
  public void copy(int row, float[] into, int at) {
    copyPixels(row, plain, 0);
    pixels.scale(inputs, plain, 0, into, at);
  }

  @Override
  public boolean arePixels() {
    return true;
  }

  @Override
  public void copyPixels(int row, byte[] into, int at) {
    if (slabs.packed()[layout.slab(row)]) {
      MemorySegment.copy(file, JAVA_BYTE, start(row), packed, 0, length(row));
      pixels.unpack(inputs, packed, 0, into, at);
    } else {
      MemorySegment.copy(file, JAVA_BYTE, start(row), into, at, inputs);
    }
  }

  @Override
  public float target(int row) {
    int slab = layout.slab(row);
    long targets = slabs.starts()[slab] + (layout.rowsOf(slab) + 1L) * Integer.BYTES;
    return file.get(JAVA_FLOAT_UNALIGNED, targets + (long) layout.place(row) * Float.BYTES);
  }
}
