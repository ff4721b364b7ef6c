package io.descent.dataset;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;

/** What the column names and categories of one file may take of the memory. */
final class TextBudget {

  private static final int MOST = 16 << 20;
  private static final int OVERHEAD = 64;

  private int taken;

  void take(int length) {
    taken += length + OVERHEAD;
    if (taken > MOST) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the names of the columns and categories together take more than 16 MiB");
    }
  }
}
