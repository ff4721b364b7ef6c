package io.descent.engine.kernel.products;

/**
 * The left factor of a product that is searched for zeros: value (i, p) lies at {@code from + i ·
 * rs + p · ks}, where one of the steps is 1. Of columns that lie in a line, squares are turned
 * first.
 */
sealed interface LeftFactor permits FloatFactor, PixelFactor {

  /**
   * Whether so many of the terms of rows in the middle are zero that leaving them out of the
   * columns of a product repays.
   */
  boolean repays(int columns, int rows, int terms);

  /**
   * Finds what is not zero of rows from i on and terms from p on.
   *
   * @param all whether to keep terms that are zero
   * @param width distance of two terms in the right factor
   */
  void find(SparseTerms found, boolean all, int i, int rows, int p, int terms, int width);
}
