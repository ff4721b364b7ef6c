package io.descent.dataset;

/** The encoded inputs of rows, numbered as they are added, in slabs of equally many rows. */
interface InputRows {

  /** Bytes of a cache line. */
  int LINE = 64;

  /**
   * As many bits of a row's number tell its place in a slab, so that slabs have about a million
   * values.
   */
  static int slabBits(int inputs) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, (1 << 20) / inputs));
  }

  /** Adds a row of a block. */
  void add(RowBlock block, int row);

  /** Reads a value of each cache line of the rows {@code rows[from…]}: a sum that means nothing. */
  float touch(int[] rows, int from, int count);

  /** Copies a row to {@code into[at…]}. */
  void copy(int row, float[] into, int at);
}
