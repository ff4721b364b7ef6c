package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The terms of a product of few rows, such as a single prediction, that are not zero in all rows of
 * a group: the margins of images, columns of categories, units that do not fire. A term that is
 * zero adds nothing to a sum as long as its other factor is finite.
 */
final class NonzeroTerms {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Pairs, each of two ints a long. */
  private static final VectorSpecies<Long> P = LongVector.SPECIES_PREFERRED;

  /** Whether the processor moves the lanes of a mask together. */
  static final boolean COMPRESSES = L >= 16;

  private static final long LOWEST = (1L << P.length()) - 1;

  /** Rows of a group. The fewer, the more terms are zero in all of them; the tiles get lower. */
  static final int ROWS = L >= 16 ? 3 : Math.min(6, L);

  /** Speed of tiles of few rows beside that of the tallest. */
  private static final float SPEED = 0.94f;

  /** Columns of the product that take as long as the search. */
  private static final float SEARCH = 20;

  /** For each term that is left the pair of its offsets in the left and in the right factor. */
  private int[] pairs = new int[0];

  private int[] ends = new int[0];
  private int count;

  int[] pairs() {
    return pairs;
  }

  /** Where the terms of a group begin. */
  int from(int group) {
    return group == 0 ? 0 : ends[group - 1];
  }

  /** Where the terms of a group end. */
  int to(int group) {
    return ends[group];
  }

  /**
   * Finds the terms of all groups of rows of a (m × k), unless so few are zero that leaving them
   * out of n columns does not repay; a look at the middle group comes first.
   */
  boolean find(int m, int n, int k, float[] a, int lda, int rightStep) {
    int groups = Math.ceilDiv(m, ROWS);
    reserve(groups, k);
    float most = (SPEED - SEARCH / n) * k;
    list(groups / 2, 1, m, k, a, lda, rightStep);
    if (count > most) {
      return false;
    }
    if (groups > 1) {
      list(0, groups, m, k, a, lda, rightStep);
    }
    return count <= most * groups;
  }

  /** Pairs end with room for a vector, since each is stored whole. */
  private void reserve(int groups, int k) {
    int room = 2 * groups * k + L;
    if (pairs.length < room) {
      pairs = new int[room];
    }
    if (ends.length < groups) {
      ends = new int[groups];
    }
  }

  private void list(int first, int groups, int m, int k, float[] a, int lda, int rightStep) {
    count = 0;
    for (int g = first; g < first + groups; g++) {
      int row = g * ROWS;
      int rows = Math.min(ROWS, m - row);
      count = group(rows, k, a, row * lda, lda, rightStep, pairs, count);
      ends[g] = count;
    }
  }

  private static int group(
      int rows, int k, float[] a, int at, int lda, int rightStep, int[] pairs, int n) {
    IntVector zero = IntVector.zero(I);
    for (int p = 0; p < k; p += L) {
      VectorMask<Float> mask = S.indexInRange(p, k);
      IntVector bits = zero;
      for (int r = 0, from = at + p; r < rows; r++, from += lda) {
        bits = FloatVector.fromArray(S, a, from, mask).reinterpretAsInts().or(bits);
      }
      n = addPairs(zero.compare(VectorOperators.NE, bits).toLong(), p, rightStep, pairs, n);
    }
    return n;
  }

  /** Adds a pair for each bit that is set, the lowest being that of a first term. */
  private static int addPairs(long some, int first, int rightStep, int[] pairs, int n) {
    return COMPRESSES
        ? addTogether(some, first, rightStep, pairs, n)
        : addOneByOne(some, first, rightStep, pairs, n);
  }

  private static int addTogether(long some, int first, int rightStep, int[] pairs, int n) {
    long step = (long) rightStep << Integer.SIZE | 1;
    int end = n;
    int term = first;
    for (long rest = some; rest != 0; rest >>>= P.length(), term += P.length()) {
      VectorMask<Long> mask = VectorMask.fromLong(P, rest & LOWEST);
      LongVector.broadcast(P, term)
          .addIndex(1)
          .mul(step)
          .compress(mask)
          .reinterpretAsInts()
          .intoArray(pairs, 2 * end);
      end += Long.bitCount(rest & LOWEST);
    }
    return end;
  }

  private static int addOneByOne(long some, int first, int rightStep, int[] pairs, int n) {
    int end = n;
    for (long rest = some; rest != 0; rest &= rest - 1) {
      int term = first + Long.numberOfTrailingZeros(rest);
      pairs[2 * end] = term;
      pairs[2 * end + 1] = term * rightStep;
      end++;
    }
    return end;
  }

  /** Whether a matrix holds neither infinities nor NaN. */
  static boolean isFinite(int rows, int columns, float[] b, int ld) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector first = zero;
    FloatVector second = zero;
    FloatVector third = zero;
    FloatVector fourth = zero;
    boolean dense = ld == columns;
    int strips = dense ? 1 : rows;
    int length = dense ? rows * columns : columns;
    for (int r = 0; r < strips; r++) {
      int j = r * ld;
      int end = j + length;
      for (; j + 4 * L <= end; j += 4 * L) {
        first = FloatVector.fromArray(S, b, j).fma(zero, first);
        second = FloatVector.fromArray(S, b, j + L).fma(zero, second);
        third = FloatVector.fromArray(S, b, j + 2 * L).fma(zero, third);
        fourth = FloatVector.fromArray(S, b, j + 3 * L).fma(zero, fourth);
      }
      for (; j < end; j += L) {
        first = FloatVector.fromArray(S, b, j, S.indexInRange(j, end)).fma(zero, first);
      }
    }
    FloatVector products = zero.add(first).add(second).add(third).add(fourth);
    return products.compare(VectorOperators.EQ, 0f).allTrue();
  }
}
