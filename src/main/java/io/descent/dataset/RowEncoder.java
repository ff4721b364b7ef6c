package io.descent.dataset;

import io.descent.dataset.Encoding.Numeric;
import java.util.Arrays;

/** An encoding of a table, column by column: where in a row each goes, and how. */
final class RowEncoder {

  private final Numeric[] numeric;

  /** Of each numeric column its place in a row. */
  private final int[] numbers;

  /** Of each categorical column the place of its first category in a row. */
  private final int[] words;

  private final int mostCategories;

  RowEncoder(Encoding encoding) {
    numeric = encoding.numeric().toArray(Numeric[]::new);
    numbers = new int[numeric.length];
    words = new int[encoding.categorical().size()];
    int at = 0;
    int most = 0;
    for (int place : encoding.order()) {
      if (place >= 0) {
        numbers[place] = at++;
      } else {
        int categories = encoding.categorical().get(-1 - place).categories().size();
        words[-1 - place] = at;
        most = Math.max(most, categories);
        at += categories;
      }
    }
    mostCategories = most;
  }

  int numbers() {
    return numbers.length;
  }

  int words() {
    return words.length;
  }

  int number(int column) {
    return numbers[column];
  }

  int word(int column) {
    return words[column];
  }

  int mostCategories() {
    return mostCategories;
  }

  /** Whether the numbers of a row are all of it. */
  boolean isOfNumbers() {
    return words.length == 0;
  }

  /** As {@link Encoding}: what the values {@code from} to below {@code to} of a column become. */
  void encode(int column, double[] values, int[] rows, int from, int to, int first, float[] into) {
    Numeric scale = numeric[column];
    for (int i = from; i < to; i++) {
      into[i - from] = scale.encode(values[rows[i] - first]);
    }
  }

  /** An array for the encoded values of so many rows, at least as long as this one. */
  static float[] room(float[] values, int rows) {
    return values.length >= rows ? values : Arrays.copyOf(values, rows);
  }
}
