package io.descent.dataset;

/**
 * What the encoded rows of a data set take, whatever the split: of the heap, or, where that is
 * much, of a file below {@code descent.scratch}.
 */
public final class PartsMemory {

  /** Data sets that take more of the heap are kept in a file. */
  private static final long MOST_IN_HEAP = 64L << 20;

  private static final int SHARE_OF_HEAP = 16;

  /** While they are split, rows take a label, two places and a part each. */
  private static final int ROW_BYTES = 4 * Integer.BYTES;

  private PartsMemory() {}

  static long mostInHeap() {
    return Math.min(MOST_IN_HEAP, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** Bytes in the heap; saturates at {@link Long#MAX_VALUE}. */
  public static long heap(Schema schema) {
    long all = inHeap(schema);
    return all <= mostInHeap() ? all + copied(schema) : product(schema.rows(), ROW_BYTES);
  }

  /** Bytes below {@code descent.scratch}; 0 where there is no file. */
  public static long file(Schema schema) {
    return file(schema, mostInHeap());
  }

  static long file(Schema schema, long mostInHeap) {
    return inHeap(schema) <= mostInHeap ? 0 : copied(schema) + encoded(schema);
  }

  /** Bytes in the heap of rows that are for test alone; saturates. */
  public static long testHeap(Schema schema) {
    long all = inHeap(schema);
    return all <= mostInHeap() ? all : product(schema.rows(), ROW_BYTES);
  }

  /** Bytes below {@code descent.scratch} of rows that are for test alone, which need no copy. */
  static long testFile(Schema schema, long mostInHeap) {
    return inHeap(schema) <= mostInHeap ? 0 : encoded(schema);
  }

  /** Bytes of all rows as arrays; saturates. */
  public static long inHeap(Schema schema) {
    long size = schema.encodedShape().size();
    long inputs = schema.ofImages() ? size + Integer.BYTES : product(size, Float.BYTES);
    return product(schema.rows(), inputs + Float.BYTES + Integer.BYTES);
  }

  /** At most, in a file. */
  private static long encoded(Schema schema) {
    long size = schema.ofImages() ? schema.encodedShape().size() : 0;
    long columns = Math.max(1, schema.columns().size());
    return product(schema.rows(), size + columns * Float.BYTES + 2 * Float.BYTES);
  }

  /** Of the columns as they are stored, at most: a copy is read again and again while encoding. */
  static long copied(Schema schema) {
    long row = schema.ofImages() ? schema.encodedShape().size() + 2 * Long.BYTES : 0;
    for (Column column : schema.columns()) {
      // A value, and at most a tag of its block
      row += 1 + (column.kind() == Column.Kind.CATEGORICAL ? Integer.BYTES : Double.BYTES);
    }
    return product(schema.rows(), row);
  }

  private static long product(long a, long b) {
    return a != 0 && b > Long.MAX_VALUE / a / 4 ? Long.MAX_VALUE / 4 : a * b;
  }
}
