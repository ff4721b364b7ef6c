package io.descent.dataset;

/** The encoded rows of a part, as one thread reads them; numbered from 0. */
interface InputRows {

  /** Bytes of a cache line. */
  int LINE = 64;

  int rows();

  /** Reads a value of each cache line of the rows {@code rows[from…]}: a sum that means nothing. */
  float prefetch(int[] rows, int from, int count);

  /** Copies a row to {@code into[at…]}. */
  void copy(int row, float[] into, int at);

  /** Whether rows are pixels. */
  boolean arePixels();

  /** As {@link io.descent.engine.Samples#pixels}. */
  default void copyPixels(int row, byte[] into, int at) {
    throw new UnsupportedOperationException("rows of floats are no pixels");
  }

  /** A class number, or a number to be learnt. */
  float target(int row);
}
