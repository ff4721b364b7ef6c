package io.descent.engine.kernel.products;

import io.descent.engine.kernel.PackedPixels;

/** A left factor of pixels. */
final class PixelFactor implements LeftFactor {

  /** Of each byte of a long. */
  private static final long SEVEN_BITS = 0x7f7f_7f7f_7f7f_7f7fL;

  private final ByteTransposer squares = new ByteTransposer();
  private byte[] values = new byte[0];
  private int[] places = new int[0];
  private int start;
  private int rowStep;
  private int termStep;

  PixelFactor of(byte[] a, int from, int rs, int ks) {
    values = a;
    start = from;
    rowStep = rs;
    termStep = ks;
    return this;
  }

  /** Looks at eight terms at a time where they lie in a line. */
  @Override
  public boolean repays(int columns, int rows, int terms) {
    int at = start + rows / 2 * rowStep;
    int left = 0;
    int p = 0;
    for (; termStep == 1 && p + Long.BYTES <= terms; p += Long.BYTES, at += Long.BYTES) {
      long some = 0;
      for (int r = 0; r < SparseTerms.ROWS; r++) {
        some |= PackedPixels.longAt(values, at + r * rowStep);
      }
      left += Long.bitCount(((some & SEVEN_BITS) + SEVEN_BITS | some) & ~SEVEN_BITS);
    }
    for (; p < terms; p++, at += termStep) {
      int some = 0;
      for (int r = 0; r < SparseTerms.ROWS; r++) {
        some |= values[at + r * rowStep];
      }
      left += some != 0 ? 1 : 0;
    }
    return SparseTerms.repays(columns, terms, left);
  }

  @Override
  public void find(SparseTerms found, boolean all, int i, int rows, int p, int terms, int width) {
    int from = start + i * rowStep + p * termStep;
    if (termStep == 1) {
      if (places.length < rows) {
        places = new int[rows];
      }
      for (int r = 0; r < rows; r++) {
        places[r] = from + r * rowStep;
      }
      found.find(all, rows, terms, values, places, SparseTerms.PIECE, width);
    } else {
      squares.transpose(rows, terms, values, from, termStep);
      found.find(all, rows, terms, squares.turned(), squares.places(), squares.step(), width);
    }
  }
}
