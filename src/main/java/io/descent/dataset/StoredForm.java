package io.descent.dataset;

/** How the values of a column lie in a block. The order is part of the stored format. */
enum StoredForm {
  /** Nothing: every value of the block is missing. */
  MISSING,
  /** A double each; NaN is missing. */
  NUMBERS,
  /** An int each: a category by its first appearance in the file; −1 is missing. */
  CODES,
  /** A byte for each pixel. */
  PIXELS
}
