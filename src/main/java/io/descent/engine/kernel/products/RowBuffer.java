package io.descent.engine.kernel.products;

/** Scratch rows that grow to the largest size asked for and stay. */
public final class RowBuffer {

  private float[][] rows = new float[0][];
  private int columns;

  /** At least {@code count} rows of at least {@code length} floats. */
  public float[][] rows(int count, int length) {
    if (rows.length < count || columns < length) {
      columns = Math.max(columns, length);
      rows = new float[Math.max(rows.length, count)][columns];
    }
    return rows;
  }
}
