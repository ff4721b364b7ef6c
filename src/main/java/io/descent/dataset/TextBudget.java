package io.descent.dataset;

import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;

/**
 * How many categories a column may have and all columns together, and what their names may take of
 * memory.
 */
final class TextBudget {
  private static final int OVERHEAD = 64;
  private static final int SMALL = 1 << 20;

  private final int categories;
  private int taken;
  private long columns;
  private long all;

  TextBudget(Limits limits) {
    this.categories = limits.categories();
  }

  /** Of one column. */
  int categories() {
    return categories;
  }

  /**
   * Takes a category, which is a number more in each encoded row.
   *
   * @param first whether it is its column's first
   */
  void takeCategory(String word, boolean first) {
    columns += first ? 1 : 0;
    if (++all > Limits.ENCODED) {
      throw tooWide(
          "%d categorical columns of about %d categories each"
              .formatted(columns, (all + columns - 1) / columns));
    }
    take(word);
  }

  /** The refusal of rows that are too long once they are encoded. */
  static ProblemException tooWide(String what) {
    return ProblemException.of(
        ProblemKind.TOO_LARGE,
        "%s: a row is more than %d numbers once each category is one (encoded_values in /limits); list columns in ignore, or in numeric or date where they hold such"
            .formatted(what, Limits.ENCODED));
  }

  /** Whether the names take little of the memory that they may. */
  boolean isSmall() {
    return taken < SMALL;
  }

  void take(String text) {
    taken += text.length() + OVERHEAD;
    if (taken > Limits.TEXT) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the names of the columns and categories together take more than 16 MiB; list columns of"
              + " long texts in ignore");
    }
  }
}
