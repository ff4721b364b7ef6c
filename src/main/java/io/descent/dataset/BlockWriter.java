package io.descent.dataset;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes rows as blocks of columns, little-endian, and after the last block where each begins: one
 * long a block.
 */
final class BlockWriter {

  private static final int MOST_ROWS = 1024;
  private static final int BLOCK_BYTES = 1 << 20;

  private final OutputStream out;
  private long position;
  private long[] starts = new long[64];
  private int blocks;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  BlockWriter(OutputStream out) {
    this.out = out;
  }

  /** How many rows of a width make a block of some hundred rows that is not too large. */
  static int blockRows(long rowBytes) {
    return Math.clamp(BLOCK_BYTES / rowBytes, 1, MOST_ROWS);
  }

  void table(List<TableColumn> columns, int rows) throws IOException {
    begin();
    for (TableColumn column : columns) {
      column(column, rows);
    }
  }

  private void column(TableColumn column, int rows) throws IOException {
    switch (column.form()) {
      case MISSING -> tag(StoredForm.MISSING);
      case NUMBERS -> numbers(column.values().numbers(), rows);
      case CODES, PIXELS -> codes(column.values().codes(), rows);
      case HASHES -> hashes(column.values().hashes(), rows);
    }
  }

  /**
   * Writes a block again, with other values in some columns.
   *
   * @param in at the start of the block as it was written before
   * @param pixels bytes of the pixels before the columns
   * @param columns those that have other values
   */
  void replace(DataInputStream in, int pixels, List<Optional<TableColumn>> columns, int rows)
      throws IOException {
    begin();
    if (pixels > 0) {
      tag(StoredForm.values()[in.readByte()]);
      write(in.readNBytes(pixels), pixels);
    }
    for (Optional<TableColumn> column : columns) {
      byte tag = in.readByte();
      byte[] old = in.readNBytes(rows * StoredForm.values()[tag].bytes());
      if (column.isPresent()) {
        column(column.get(), rows);
      } else {
        out.write(tag);
        position++;
        write(old, old.length);
      }
    }
  }

  void images(byte[] pixels, int pixelBytes, int[] labels, int rows) throws IOException {
    begin();
    tag(StoredForm.PIXELS);
    write(pixels, pixelBytes);
    codes(labels, rows);
  }

  /** Continues a block of images with the part that each belongs to. */
  void parts(int[] parts, int rows) throws IOException {
    codes(parts, rows);
  }

  /** A block of images with what other columns say of each. */
  void images(byte[] pixels, int pixelBytes, List<TableColumn> columns, int rows)
      throws IOException {
    begin();
    tag(StoredForm.PIXELS);
    write(pixels, pixelBytes);
    for (TableColumn column : columns) {
      column(column, rows);
    }
  }

  private void begin() {
    if (blocks == starts.length) {
      starts = Arrays.copyOf(starts, 2 * blocks);
    }
    starts[blocks++] = position;
  }

  private void tag(StoredForm form) throws IOException {
    out.write(form.ordinal());
    position++;
  }

  private void numbers(double[] values, int rows) throws IOException {
    tag(StoredForm.NUMBERS);
    buffer(rows * Double.BYTES).asDoubleBuffer().put(values, 0, rows);
    write(buffer.array(), rows * Double.BYTES);
  }

  private void codes(int[] values, int rows) throws IOException {
    tag(StoredForm.CODES);
    buffer(rows * Integer.BYTES).asIntBuffer().put(values, 0, rows);
    write(buffer.array(), rows * Integer.BYTES);
  }

  private void hashes(long[] values, int rows) throws IOException {
    tag(StoredForm.HASHES);
    buffer(rows * Long.BYTES).asLongBuffer().put(values, 0, rows);
    write(buffer.array(), rows * Long.BYTES);
  }

  private ByteBuffer buffer(int bytes) {
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffer;
  }

  private void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    position += length;
  }

  /** Writes the index; no block may follow. */
  void finish() throws IOException {
    ByteBuffer index = ByteBuffer.allocate(blocks * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    index.asLongBuffer().put(starts, 0, blocks);
    out.write(index.array());
  }
}
