package io.descent.dataset;

/**
 * Rows in slabs of equally many, of which the last may have fewer: a power of two, so that a slab
 * has about a million values.
 */
record SlabLayout(int rows, int bits) {

  private static final int VALUES = 1 << 20;

  static SlabLayout of(int rows, int inputs) {
    int most = Math.max(1, VALUES / inputs);
    return new SlabLayout(rows, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(most));
  }

  int slabs() {
    return Math.ceilDiv(rows, 1 << bits);
  }

  /** Rows of a slab. */
  int rowsOf(int slab) {
    return Math.min(1 << bits, rows - (slab << bits));
  }

  /** Where a row lies. */
  int slab(int row) {
    return row >> bits;
  }

  /** Which of its slab's rows a row is. */
  int place(int row) {
    return row & (1 << bits) - 1;
  }
}
