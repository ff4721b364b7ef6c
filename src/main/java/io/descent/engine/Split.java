package io.descent.engine;

import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import java.util.Arrays;
import java.util.stream.IntStream;

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
    int[][] groups = groups(rows, labels);
    Split[] parts = new Split[groups.length];
    for (int g = 0; g < groups.length; g++) {
      Noise.shuffleInPlace(groups[g], Noise.key(seed, Purpose.SPLIT, g, 0));
      parts[g] = cut(groups[g], validation, test);
    }
    return new Split(
        joined(Arrays.stream(parts).map(Split::train).toArray(int[][]::new)),
        joined(Arrays.stream(parts).map(Split::validation).toArray(int[][]::new)),
        joined(Arrays.stream(parts).map(Split::test).toArray(int[][]::new)));
  }

  /** The rows of each class, ascending; all of them where there are no labels. */
  private static int[][] groups(int rows, int[] labels) {
    if (labels.length == 0) {
      return new int[][] {IntStream.range(0, rows).toArray()};
    }
    int[] counts = new int[Arrays.stream(labels).max().orElse(0) + 1];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    int[][] groups = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
    for (int row = rows - 1; row >= 0; row--) {
      groups[labels[row]][--counts[labels[row]]] = row;
    }
    return groups;
  }

  private static Split cut(int[] rows, double validation, double test) {
    int first = Math.min(rows.length, part(rows.length, validation));
    int second = Math.min(rows.length, first + part(rows.length, test));
    return new Split(
        Arrays.copyOfRange(rows, second, rows.length),
        Arrays.copyOfRange(rows, 0, first),
        Arrays.copyOfRange(rows, first, second));
  }

  private static int part(int rows, double fraction) {
    return (int) Math.floor(fraction * rows + 0.5);
  }

  private static int[] joined(int[][] parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).sorted().toArray();
  }
}
