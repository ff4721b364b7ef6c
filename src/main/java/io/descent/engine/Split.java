package io.descent.engine;

/**
 * Which rows are for training, validation and test: a shuffle from the seed, per class in class
 * order where stratified; a part is floor(fraction · rows + 0.5) of each, the rest is train. Rows
 * of each part ascend.
 */
public record Split(int[] train, int[] validation, int[] test) {

  /**
   * @param labels class number of each row, to stratify; empty: no stratification
   */
  public static Split of(int rows, int[] labels, double validation, double test, long seed) {
    throw new UnsupportedOperationException();
  }
}
