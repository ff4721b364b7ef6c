package io.descent.dataset;

import java.util.Arrays;

/** The values of one column in the current block, in the one form that the column has so far. */
final class ColumnValues {

  private final int rows;
  private StoredForm form = StoredForm.MISSING;
  private double[] numbers = {};
  private int[] codes = {};
  private long[] hashes = {};

  ColumnValues(int rows) {
    this.rows = rows;
  }

  /** From now on in this form; the rows of the block so far are missing. */
  void become(StoredForm known) {
    form = known;
    switch (known) {
      case NUMBERS -> {
        numbers = new double[rows];
        Arrays.fill(numbers, Double.NaN);
      }
      case CODES -> {
        codes = new int[rows];
        Arrays.fill(codes, -1);
      }
      case HASHES -> hashes = new long[rows];
      case MISSING, PIXELS -> {}
    }
  }

  void missing(int row) {
    switch (form) {
      case NUMBERS -> numbers[row] = Double.NaN;
      case CODES -> codes[row] = -1;
      case HASHES -> hashes[row] = 0;
      case MISSING, PIXELS -> {}
    }
  }

  /** Whether values are words. */
  boolean ofWords() {
    return form == StoredForm.CODES || form == StoredForm.HASHES;
  }

  StoredForm form() {
    return form;
  }

  double[] numbers() {
    return numbers;
  }

  int[] codes() {
    return codes;
  }

  long[] hashes() {
    return hashes;
  }
}
