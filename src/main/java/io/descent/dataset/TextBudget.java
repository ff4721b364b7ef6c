package io.descent.dataset;

import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;

/** How many categories a column may have, and what all names and categories may take of memory. */
final class TextBudget {
  private static final int OVERHEAD = 64;

  private final int categories;
  private int taken;

  TextBudget(Limits limits) {
    this.categories = limits.categories();
  }

  /** Of one column. */
  int categories() {
    return categories;
  }

  void take(String text) {
    taken += text.length() + OVERHEAD;
    if (taken > Limits.TEXT) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the names of the columns and categories together take more than 16 MiB");
    }
  }
}
