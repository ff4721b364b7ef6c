package io.descent.dataset;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Brings rows with zeros in like places together: all rows are parted by the bit that about half of
 * them have, and each half in the same way, as a decision tree does (Breiman et al., Classification
 * and Regression Trees, section 2.4).
 */
final class LikeRows {

  /** So many are not parted. */
  private static final int FEW = 3;

  private final List<BitSet> bits;
  private final int length;
  private final int[] order;

  private LikeRows(List<BitSet> bits) {
    this.bits = bits;
    length = bits.stream().mapToInt(BitSet::length).max().orElse(0);
    order = new int[bits.size()];
    Arrays.setAll(order, i -> i);
  }

  /**
   * The numbers of all rows in their new order.
   *
   * @param bits of each row, where it is not zero
   */
  static int[] order(List<BitSet> bits) {
    LikeRows rows = new LikeRows(bits);
    rows.part(0, bits.size());
    return rows.order;
  }

  /** A bit that parted rows does not part them again, so it ends after as many turns as bits. */
  private void part(int from, int to) {
    int bit = to - from > FEW ? evenest(from, to) : -1;
    if (bit >= 0) {
      int middle = move(bit, from, to);
      part(from, middle);
      part(middle, to);
    }
  }

  /** The bit that most nearly half of these rows have; −1 where all have the same. */
  private int evenest(int from, int to) {
    int[] counts = new int[length];
    for (int i = from; i < to; i++) {
      BitSet row = bits.get(order[i]);
      for (int bit = row.nextSetBit(0); bit >= 0; bit = row.nextSetBit(bit + 1)) {
        counts[bit]++;
      }
    }
    int best = -1;
    int most = 0;
    for (int bit = 0; bit < length; bit++) {
      int smaller = Math.min(counts[bit], to - from - counts[bit]);
      if (smaller > most) {
        most = smaller;
        best = bit;
      }
    }
    return best;
  }

  /** Moves the rows that have a bit behind the others, both in the order they had: their place. */
  private int move(int bit, int from, int to) {
    int[] having = new int[to - from];
    int count = 0;
    int at = from;
    for (int i = from; i < to; i++) {
      int row = order[i];
      if (bits.get(row).get(bit)) {
        having[count++] = row;
      } else {
        order[at++] = row;
      }
    }
    System.arraycopy(having, 0, order, at, count);
    return at;
  }
}
