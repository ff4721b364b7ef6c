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
  PIXELS,
  /** A long each: the hash of a word; 0 is missing. For columns with too many words for codes. */
  HASHES;

  /** Bytes of a value of a table. */
  int bytes() {
    return switch (this) {
      case MISSING -> 0;
      case NUMBERS, HASHES -> Long.BYTES;
      case CODES -> Integer.BYTES;
      case PIXELS -> 1;
    };
  }
}
