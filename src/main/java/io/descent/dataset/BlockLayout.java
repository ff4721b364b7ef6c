package io.descent.dataset;

import java.util.List;

/**
 * What the stored blocks of a data set hold.
 *
 * @param blockRows rows of each block but the last
 * @param columns in the order of the blocks
 */
record BlockLayout(int blockRows, List<StoredColumn> columns) {

  /**
   * One column as stored.
   *
   * @param ranks of codes: for each code its place among the sorted categories or classes
   * @param values of a numeric target that is classified: the value of each class
   * @param aside whether it is neither input nor target, but says to which part or group a row
   *     belongs
   * @param hashes of a column of hashes: those of its codes, which it had before it had too many
   */
  record StoredColumn(
      StoredForm form,
      boolean target,
      List<Integer> ranks,
      List<Double> values,
      boolean aside,
      List<Long> hashes) {

    /** What was stored before there were columns aside has none. */
    @SuppressWarnings("NullAway")
    StoredColumn {
      hashes = hashes == null ? List.of() : hashes;
    }

    StoredColumn(StoredForm form, boolean target, List<Integer> ranks, List<Double> values) {
      this(form, target, ranks, values, false, List.of());
    }

    StoredColumn putAside() {
      return new StoredColumn(form, target, ranks, values, true, hashes);
    }
  }
}
