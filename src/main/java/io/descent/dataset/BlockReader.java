package io.descent.dataset;

import io.descent.dataset.BlockLayout.StoredColumn;
import io.descent.engine.Task;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link BlockWriter} wrote, into the same arrays again and again. */
final class BlockReader {

  /** Of a row that has nothing in the column asked for. */
  static final long MISSING_KEY = Long.MIN_VALUE + 1;

  private final Description description;
  private final int keyed;
  private final long[] keys;
  private final DataInputStream in;
  private final long rows;
  private int next;

  private final double[][] numeric;
  private final int[][] categorical;
  private final byte[] pixels;
  private final int[] labels;
  private final double[] values;
  private final double[] numbers;
  private final byte[] bytes;

  /** Of each column its ranks, and of a classified number the ascending values. */
  private final int[][] ranks;

  private final double[] classes;

  /**
   * @param in at the start of a block
   * @param firstRow the first row of that block
   */
  BlockReader(Description description, InputStream in, int firstRow) {
    this(description, in, firstRow, -1);
  }

  /**
   * @param keyed the place of a column of which only {@link #keys} are wanted, or −1
   */
  BlockReader(Description description, InputStream in, int firstRow, int keyed) {
    this.keyed = keyed;
    this.description = description;
    this.in = new DataInputStream(in);
    this.next = firstRow;
    Schema schema = description.schema();
    this.rows = schema.rows();
    int blockRows = description.layout().blockRows();
    this.numeric = new double[inputs(StoredForm.NUMBERS)][blockRows];
    this.categorical = new int[inputs(StoredForm.CODES)][blockRows];
    boolean images = inputs(StoredForm.PIXELS) > 0;
    this.pixels = new byte[images ? blockRows * (int) schema.inputShape().size() : 0];
    boolean classes = schema.task() == Task.CLASSIFICATION;
    this.labels = new int[classes ? blockRows : 0];
    this.values = new double[classes ? 0 : blockRows];
    this.numbers = new double[classes ? blockRows : 0];
    this.bytes = new byte[blockRows * Double.BYTES];
    this.keys = new long[keyed < 0 ? 0 : blockRows];
    List<StoredColumn> columns = description.layout().columns();
    this.ranks = columns.stream().map(it -> ints(it.ranks())).toArray(int[][]::new);
    this.classes =
        columns.stream()
            .filter(StoredColumn::target)
            .flatMap(it -> it.values().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private int inputs(StoredForm form) {
    return (int)
        description.layout().columns().stream()
            .filter(c -> !c.target() && !c.aside() && c.form() == form)
            .count();
  }

  boolean hasNext() {
    return next < rows;
  }

  /** The next block; the arrays are valid until the one after. */
  RowBlock next() throws IOException {
    int count = (int) Math.min(description.layout().blockRows(), rows - next);
    int number = 0;
    int category = 0;
    int place = 0;
    for (StoredColumn column : description.layout().columns()) {
      int[] ranks = this.ranks[place];
      if (place++ == keyed) {
        keys(column, count);
      } else if (column.aside()) {
        skip(count);
      } else if (column.target()) {
        target(column, ranks, count);
      } else {
        switch (column.form()) {
          case NUMBERS, MISSING -> numbers(numeric[number++], count);
          case CODES -> codes(ranks, categorical[category++], count);
          case PIXELS -> pixels(count);
          case HASHES -> skip(count);
        }
      }
    }
    RowBlock block = new RowBlock(next, count, numeric, categorical, pixels, labels, values);
    next += count;
    return block;
  }

  /** What tells rows apart: a number's bits, a category's place or a word's hash. */
  private void keys(StoredColumn column, int count) throws IOException {
    StoredForm form = StoredForm.values()[in.readByte()];
    in.readFully(bytes, 0, count * form.bytes());
    ByteBuffer buffer = buffer();
    for (int i = 0; i < count; i++) {
      keys[i] =
          switch (form) {
            case MISSING, PIXELS -> MISSING_KEY;
            case NUMBERS -> number(buffer.getDouble());
            case HASHES -> hash(buffer.getLong());
            case CODES -> code(column, buffer.getInt());
          };
    }
  }

  private static long hash(long hash) {
    return hash == 0 ? MISSING_KEY : hash;
  }

  private static long number(double value) {
    return Double.isNaN(value) ? MISSING_KEY : Double.doubleToLongBits(value + 0.0);
  }

  private static long code(StoredColumn column, int code) {
    boolean hashed = column.form() == StoredForm.HASHES;
    return code < 0 ? MISSING_KEY : hashed ? column.hashes().get(code) : column.ranks().get(code);
  }

  /** Of the rows of the block that came last, what they have in the column asked for. */
  long[] keys() {
    return keys;
  }

  private void skip(int count) throws IOException {
    int tag = in.readByte();
    in.skipNBytes((long) count * StoredForm.values()[tag].bytes());
  }

  private void target(StoredColumn column, int[] ranks, int count) throws IOException {
    if (column.form() == StoredForm.CODES) {
      codes(ranks, labels, count);
    } else if (column.values().isEmpty()) {
      numbers(values, count);
    } else {
      numbers(numbers, count);
      for (int i = 0; i < count; i++) {
        labels[i] = ranks[Arrays.binarySearch(classes, numbers[i] + 0.0)];
      }
    }
  }

  private void numbers(double[] into, int count) throws IOException {
    if (read(StoredForm.NUMBERS, count * Double.BYTES)) {
      buffer().asDoubleBuffer().get(into, 0, count);
    } else {
      Arrays.fill(into, 0, count, Double.NaN);
    }
  }

  private void codes(int[] ranks, int[] into, int count) throws IOException {
    if (!read(StoredForm.CODES, count * Integer.BYTES)) {
      Arrays.fill(into, 0, count, -1);
      return;
    }
    buffer().asIntBuffer().get(into, 0, count);
    for (int i = 0; i < count; i++) {
      into[i] = into[i] < 0 ? -1 : ranks[into[i]];
    }
  }

  private void pixels(int count) throws IOException {
    int size = (int) description.schema().inputShape().size();
    expect(StoredForm.PIXELS, in.readByte());
    in.readFully(pixels, 0, count * size);
  }

  /** False where the column's values are all missing. */
  private boolean read(StoredForm form, int length) throws IOException {
    byte tag = in.readByte();
    if (tag == StoredForm.MISSING.ordinal()) {
      return false;
    }
    expect(form, tag);
    in.readFully(bytes, 0, length);
    return true;
  }

  private static void expect(StoredForm form, byte tag) throws IOException {
    if (tag != form.ordinal()) {
      throw new IOException("expected " + form + " in a block, found tag " + tag);
    }
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
