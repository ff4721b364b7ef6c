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
   */
  record StoredColumn(StoredForm form, boolean target, List<Integer> ranks, List<Double> values) {}
}
