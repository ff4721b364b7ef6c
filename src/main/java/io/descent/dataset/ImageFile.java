package io.descent.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows of pixels in a file, in slabs as {@link PixelRows} has them. A slab is an int for each row,
 * where it begins, and one where the last ends; the targets; and the rows.
 */
final class ImageFile implements PartRows {

  /**
   * What there is to know of the slabs.
   *
   * @param starts where each begins in the file
   * @param packed whether its rows are packed
   */
  record Slabs(SlabLayout layout, long[] starts, boolean[] packed) {}

  private final int inputs;
  private final Slabs slabs;
  private final ScratchFile file;
  private final PixelCollector collector;

  ImageFile(Encoding encoding, int rows, boolean arranged, ScratchFile file) {
    this.inputs = Math.toIntExact(encoding.encodedShape().size());
    this.file = file;
    SlabLayout layout = SlabLayout.of(rows, inputs);
    slabs = new Slabs(layout, new long[layout.slabs()], new boolean[layout.slabs()]);
    collector = new PixelCollector(encoding, layout, arranged, this::keep);
  }

  private void keep(int slab, PixelSlab rows, float[] targets) {
    slabs.starts()[slab] = file.size();
    slabs.packed()[slab] = rows.packed();
    int head = indexBytes(rows.rows());
    ByteBuffer bytes = ByteBuffer.allocate(head + rows.end()).order(ByteOrder.nativeOrder());
    for (int start : rows.starts()) {
      bytes.putInt(start);
    }
    bytes.putInt(rows.end());
    for (float target : targets) {
      bytes.putFloat(target);
    }
    file.append(bytes.put(rows.bytes(), 0, rows.end()).flip());
  }

  /** Bytes before the rows of a slab. */
  static int indexBytes(int rows) {
    return (rows + 1) * Integer.BYTES + rows * Float.BYTES;
  }

  @Override
  public void add(RowBlock block, int[] rows, int from, int to) {
    collector.add(block, rows, from, to);
  }

  @Override
  public InputRows open() {
    return new MappedImages(inputs, slabs, file.map());
  }

  @Override
  public long fileBytes() {
    return file.size();
  }

  @Override
  public void close() {
    file.close();
  }
}
