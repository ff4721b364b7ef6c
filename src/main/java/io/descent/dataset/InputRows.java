package io.descent.dataset;

/** The encoded inputs of rows, numbered as they are added. */
interface InputRows {

  /** Bytes of a cache line. */
  int LINE = 64;

  /** Adds a row of a block. */
  void add(RowBlock block, int row);

  /**
   * Numbers rows anew, once all are there, where the products of a network are cheaper if like rows
   * follow one another: of each the number that it had.
   */
  int[] arrange();

  /** Reads a value of each cache line of the rows {@code rows[from…]}: a sum that means nothing. */
  float prefetch(int[] rows, int from, int count);

  /** Copies a row to {@code into[at…]}. */
  void copy(int row, float[] into, int at);

  /** Whether rows are pixels. */
  boolean arePixels();

  /** As {@link io.descent.engine.Samples#pixels}. */
  void copyPixels(int row, byte[] into, int at);
}
