package io.descent.dataset;

/** A first column without a name, which may count the rows from 0 or 1. */
final class IndexColumn {

  private long rows;
  private long offset;
  private boolean counts = true;

  void see(char[] text, int from, int length) {
    double value = NumberText.parse(text, from, length);
    if (rows == 0) {
      offset = value == 1 ? 1 : 0;
    }
    counts &= value == rows + offset;
    rows++;
  }

  boolean counts() {
    return counts;
  }
}
