package io.descent.dataset;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows of a table in a file: of each its target and its numbers as float32, then a code for each
 * categorical column, 0 where there is no category. Codes take as few bytes as the column with the
 * most categories needs.
 */
final class TableFile implements PartRows {

  /** Where in the bytes of a row its parts are. */
  record Form(int numbers, int words, int codeBytes) {

    static Form of(RowEncoder encoder) {
      int most = encoder.mostCategories();
      int codeBytes = most < 1 << Byte.SIZE ? 1 : most < 1 << Short.SIZE ? 2 : 4;
      return new Form(encoder.numbers(), encoder.words(), codeBytes);
    }

    int firstNumber() {
      return Float.BYTES;
    }

    int firstCode() {
      return firstNumber() + numbers * Float.BYTES;
    }

    /** Bytes of a row, a whole number of floats. */
    int rowBytes() {
      return Math.ceilDiv(firstCode() + words * codeBytes, Float.BYTES) * Float.BYTES;
    }
  }

  private final Encoding encoding;
  private final RowEncoder encoder;
  private final Form form;
  private final int rows;
  private final ScratchFile file;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private float[] column = {};

  TableFile(Encoding encoding, int rows, ScratchFile file) {
    this.encoding = encoding;
    this.encoder = new RowEncoder(encoding);
    this.form = Form.of(encoder);
    this.rows = rows;
    this.file = file;
  }

  @Override
  public void add(RowBlock block, int[] rows, int from, int to) {
    int bytes = Math.multiplyExact(to - from, form.rowBytes());
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
    column = RowEncoder.room(column, to - from);
    for (int i = from; i < to; i++) {
      float target = PartRows.target(encoding, block, rows[i] - block.firstRow());
      buffer.putFloat((i - from) * form.rowBytes(), target);
    }
    for (int number = 0; number < form.numbers(); number++) {
      double[] values = block.numeric()[number];
      encoder.encode(number, values, rows, from, to, block.firstRow(), column);
      int at = form.firstNumber() + number * Float.BYTES;
      for (int i = 0; i < to - from; i++, at += form.rowBytes()) {
        buffer.putFloat(at, column[i]);
      }
    }
    for (int word = 0; word < form.words(); word++) {
      int at = form.firstCode() + word * form.codeBytes();
      for (int i = from; i < to; i++, at += form.rowBytes()) {
        putCode(at, block.categorical()[word][rows[i] - block.firstRow()] + 1);
      }
    }
    file.append(buffer.array(), 0, bytes);
  }

  private void putCode(int at, int code) {
    switch (form.codeBytes()) {
      case 1 -> buffer.put(at, (byte) code);
      case 2 -> buffer.putShort(at, (short) code);
      default -> buffer.putInt(at, code);
    }
  }

  @Override
  public InputRows open() {
    MemorySegment mapped = file.map();
    return new MappedTable(encoder, Math.toIntExact(encoding.encodedShape().size()), rows, mapped);
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
