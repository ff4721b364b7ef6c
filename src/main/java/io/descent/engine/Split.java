package io.descent.engine;

import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
    byte[] parts = new byte[rows];
    for (int g = 0; g < groups.length; g++) {
      Noise.shuffleInPlace(groups[g], Noise.key(seed, Purpose.SPLIT, g, 0));
      // A class of one row is learnt, or it would be measured without having been seen
      if (labels.length == 0 || groups[g].length > 1) {
        cut(groups[g], validation, test, parts);
      }
    }
    return of(parts);
  }

  /** The first rows are validated, those after them are tested. */
  private static void cut(int[] rows, double validation, double test, byte[] parts) {
    int first = Math.min(rows.length, part(rows.length, validation));
    int second = Math.min(rows.length, first + part(rows.length, test));
    for (int i = 0; i < second; i++) {
      parts[rows[i]] = (byte) (i < first ? 1 : 2);
    }
  }

  /**
   * @param parts of each row: 0 train, 1 validation, 2 test
   */
  private static Split of(byte[] parts) {
    int[] counts = new int[3];
    for (byte part : parts) {
      counts[part]++;
    }
    int[][] rows = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
    int[] next = new int[3];
    for (int row = 0; row < parts.length; row++) {
      rows[parts[row]][next[parts[row]]++] = row;
    }
    return new Split(rows[0], rows[1], rows[2]);
  }

  /**
   * The oldest rows train, the newest are tested; rows of the same time stay in their order.
   *
   * @param times of each row; where there is none the row is older than all
   */
  public static Split inOrder(double[] times, double validation, double test) {
    double[] known = Arrays.stream(times).map(Split::known).toArray();
    double[] sorted = known.clone();
    Arrays.sort(sorted);
    int tested = Math.min(times.length, part(times.length, test));
    int validated = Math.min(times.length - tested, part(times.length, validation));
    Bound first = new Bound(sorted, times.length - tested - validated);
    Bound second = new Bound(sorted, times.length - tested);
    byte[] parts = new byte[times.length];
    for (int row = 0; row < parts.length; row++) {
      boolean trains = first.isBefore(known[row]);
      boolean validates = second.isBefore(known[row]);
      parts[row] = (byte) (trains ? 0 : validates ? 1 : 2);
    }
    return of(parts);
  }

  private static double known(double time) {
    return Double.isNaN(time) ? Double.NEGATIVE_INFINITY : time;
  }

  /** A place among the rows in order: asked of row after row, it tells which are before it. */
  private static final class Bound {

    private final boolean behindAll;
    private final double time;

    /** Rows of its very time that are before it: those that come first. */
    private int equal;

    Bound(double[] sorted, int place) {
      behindAll = place == sorted.length;
      time = behindAll ? 0 : sorted[place];
      for (int i = place - 1; i >= 0 && Double.compare(sorted[i], time) == 0; i--) {
        equal++;
      }
    }

    boolean isBefore(double row) {
      int compared = Double.compare(row, time);
      return behindAll || compared < 0 || (compared == 0 && equal-- > 0);
    }
  }

  /**
   * Rows of one group stay together: groups are shuffled from the seed, and each goes to
   * validation, else to test, if that brings the part nearer to its fraction of the rows, else to
   * train.
   *
   * @param groups of each row a number that its group has alone
   */
  public static Split grouped(long[] groups, double validation, double test, long seed) {
    Map<Long, Integer> numbers = new HashMap<>();
    int[] group = new int[groups.length];
    for (int row = 0; row < groups.length; row++) {
      group[row] = numbers.computeIfAbsent(groups[row], _ -> numbers.size());
    }
    int[] sizes = new int[numbers.size()];
    Arrays.stream(group).forEach(g -> sizes[g]++);
    int[] parts = partsOf(sizes, part(groups.length, validation), part(groups.length, test), seed);
    return given(Arrays.stream(group).map(g -> parts[g]).toArray());
  }

  private static int[] partsOf(int[] sizes, int validation, int test, long seed) {
    int[] order = IntStream.range(0, sizes.length).toArray();
    Noise.shuffleInPlace(order, Noise.key(seed, Purpose.SPLIT, 0, 0));
    int[] parts = new int[sizes.length];
    int[] left = {0, validation, test};
    // The last group trains in any case
    for (int group : Arrays.copyOf(order, Math.max(0, order.length - 1))) {
      int part = 2 * left[1] >= sizes[group] ? 1 : 2 * left[2] >= sizes[group] ? 2 : 0;
      parts[group] = part;
      left[part] -= sizes[group];
    }
    return parts;
  }

  /**
   * @param parts of each row: 0 train, 1 validation, 2 test
   */
  public static Split given(int[] parts) {
    byte[] small = new byte[parts.length];
    for (int row = 0; row < parts.length; row++) {
      small[row] = (byte) parts[row];
    }
    return of(small);
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

  private static int part(int rows, double fraction) {
    return (int) Math.floor(fraction * rows + 0.5);
  }
}
