package io.descent.dataset;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings rows with zeros in like places together: all rows are halved by what they look like, and
 * each half in the same way. Of the bit that about half of the rows have, the mean of those that
 * have it and the mean of the others are two centroids; rows are put in the order of how much
 * nearer they are to one than to the other (Hastie et al., The Elements of Statistical Learning,
 * sections 4.3 and 14.3.12).
 */
final class SimilarityOrder {

  /** So many are not parted, as products work on groups of so many. */
  private static final int GROUP = 3;

  private final List<BitSet> bits;
  private final int length;
  private final int[] order;
  private final double[] scores;

  private SimilarityOrder(List<BitSet> bits) {
    this.bits = bits;
    length = bits.stream().mapToInt(BitSet::length).max().orElse(0);
    order = IntStream.range(0, bits.size()).toArray();
    scores = new double[order.length];
  }

  /**
   * The numbers of all rows in their new order.
   *
   * @param bits of each row, where it is not zero
   */
  static int[] order(List<BitSet> bits) {
    SimilarityOrder rows = new SimilarityOrder(bits);
    rows.part(0, bits.size());
    return rows.order;
  }

  private void part(int from, int to) {
    int count = to - from;
    if (count > GROUP && sort(from, to)) {
      int middle = from + Math.max(GROUP, count / 2 / GROUP * GROUP);
      part(from, middle);
      part(middle, to);
    }
  }

  /** False where these rows are all alike. */
  private boolean sort(int from, int to) {
    int[] counts = counts(Arrays.stream(order, from, to));
    int bit = evenest(counts, to - from);
    if (bit < 0) {
      return false;
    }
    int[] having = counts(Arrays.stream(order, from, to).filter(row -> bits.get(row).get(bit)));
    double[] difference = difference(having, counts[bit], counts, to - from);
    Arrays.stream(order, from, to).forEach(row -> scores[row] = product(row, difference));
    int[] sorted =
        Arrays.stream(order, from, to)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> scores[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    System.arraycopy(sorted, 0, order, from, sorted.length);
    return true;
  }

  /** How many of the rows have each bit. */
  private int[] counts(IntStream rows) {
    int[] counts = new int[length];
    rows.forEach(row -> bits.get(row).stream().forEach(bit -> counts[bit]++));
    return counts;
  }

  /** The bit that most nearly half of the rows have; −1 where all have the same. */
  private static int evenest(int[] counts, int rows) {
    int best = -1;
    int most = 0;
    for (int bit = 0; bit < counts.length; bit++) {
      int smaller = Math.min(counts[bit], rows - counts[bit]);
      if (smaller > most) {
        most = smaller;
        best = bit;
      }
    }
    return best;
  }

  /** Of the mean of some rows and the mean of the rest. */
  private static double[] difference(int[] some, int rows, int[] all, int allRows) {
    double[] difference = new double[all.length];
    for (int bit = 0; bit < all.length; bit++) {
      difference[bit] =
          (double) some[bit] / rows - (double) (all[bit] - some[bit]) / (allRows - rows);
    }
    return difference;
  }

  private double product(int row, double[] weights) {
    return bits.get(row).stream().mapToDouble(bit -> weights[bit]).sum();
  }
}
