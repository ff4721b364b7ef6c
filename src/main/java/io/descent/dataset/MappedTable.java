package io.descent.dataset;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Reads what {@link TableFile} wrote. */
final class MappedTable implements InputRows {

  private final RowEncoder encoder;
  private final TableFile.Form form;
  private final int rowBytes;
  private final int inputs;
  private final int rows;
  private final MemorySegment file;

  MappedTable(RowEncoder encoder, int inputs, int rows, MemorySegment file) {
    this.encoder = encoder;
    this.form = TableFile.Form.of(encoder);
    this.rowBytes = form.rowBytes();
    this.inputs = inputs;
    this.rows = rows;
    this.file = file;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public float prefetch(int[] rows, int from, int count) {
    float sum = 0;
    for (int i = from; i < from + count; i++) {
      long start = (long) rows[i] * rowBytes;
      for (int at = 0; at < rowBytes; at += LINE) {
        sum += file.get(JAVA_BYTE, start + at);
      }
    }
    return sum;
  }

  @Override
  public void copy(int row, float[] into, int at) {
    long start = (long) row * rowBytes;
    long numbers = start + form.firstNumber();
    if (encoder.isOfNumbers()) {
      MemorySegment.copy(file, JAVA_FLOAT_UNALIGNED, numbers, into, at, inputs);
      return;
    }
    Arrays.fill(into, at, at + inputs, 0f);
    for (int i = 0; i < form.numbers(); i++) {
      into[at + encoder.number(i)] =
          file.get(JAVA_FLOAT_UNALIGNED, numbers + (long) i * Float.BYTES);
    }
    for (int i = 0; i < form.words(); i++) {
      int code = code(start + form.firstCode() + (long) i * form.codeBytes());
      if (code > 0) {
        into[at + encoder.word(i) + code - 1] = 1f;
      }
    }
  }

  private int code(long at) {
    return switch (form.codeBytes()) {
      case 1 -> file.get(JAVA_BYTE, at) & 0xff;
      case 2 -> file.get(JAVA_SHORT_UNALIGNED, at) & 0xffff;
      default -> file.get(JAVA_INT_UNALIGNED, at);
    };
  }

  @Override
  public boolean arePixels() {
    return false;
  }

  @Override
  public float target(int row) {
    return file.get(JAVA_FLOAT_UNALIGNED, (long) row * rowBytes);
  }
}
