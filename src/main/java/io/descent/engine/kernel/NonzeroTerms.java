package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The terms of a product that are not zero in all rows of a group: the margins of images, columns
 * of categories, units that do not fire. A term that is zero adds nothing to a sum as long as its
 * other factor is finite.
 */
final class NonzeroTerms {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Pairs, each of two ints a long. */
  private static final VectorSpecies<Long> P = LongVector.SPECIES_PREFERRED;

  /** Whether the processor moves the lanes of a mask together. */
  private static final boolean COMPRESSES = L >= 16;

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

  /** For 32 terms of each row a word: which of them are not zero. */
  private int[] words = new int[0];

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
   * Finds the terms of all groups of rows of a(i, p) = a[i · rs + p · ks], where one of the steps
   * is 1, unless so few are zero that leaving them out of n columns does not repay; a look at the
   * middle group comes first.
   */
  boolean find(int m, int n, int k, float[] a, int rs, int ks, int rightStep) {
    int groups = Math.ceilDiv(m, ROWS);
    reserve(groups, m, k);
    float most = (SPEED - SEARCH / n) * k;
    list(groups / 2, 1, m, k, a, rs, ks, rightStep);
    if (count > most) {
      return false;
    }
    if (groups > 1) {
      list(0, groups, m, k, a, rs, ks, rightStep);
    }
    return count <= most * groups;
  }

  /** Pairs end with room for a vector, since each is stored whole. */
  private void reserve(int groups, int m, int k) {
    int room = 2 * groups * k + L;
    if (pairs.length < room) {
      pairs = new int[room];
    }
    if (ends.length < groups) {
      ends = new int[groups];
    }
    int most = Math.ceilDiv(k, Integer.SIZE) * m;
    if (words.length < most) {
      words = new int[most];
    }
  }

  private void list(int first, int groups, int m, int k, float[] a, int rs, int ks, int rightStep) {
    count = 0;
    if (ks != 1) {
      mark(first * ROWS, Math.min(m, (first + groups) * ROWS), m, k, a, ks);
    }
    for (int g = first; g < first + groups; g++) {
      int row = g * ROWS;
      int rows = Math.min(ROWS, m - row);
      if (ks == 1) {
        count = alongTerms(rows, k, a, row * rs, rs, rightStep, pairs, count);
      } else {
        count = marked(row, rows, m, k, words, ks, rightStep, pairs, count);
      }
      ends[g] = count;
    }
  }

  private static int alongTerms(
      int rows, int k, float[] a, int at, int rs, int rightStep, int[] pairs, int n) {
    IntVector zero = IntVector.zero(I);
    for (int p = 0; p < k; p += L) {
      VectorMask<Float> mask = S.indexInRange(p, k);
      IntVector bits = zero;
      for (int r = 0, from = at + p; r < rows; r++, from += rs) {
        bits = FloatVector.fromArray(S, a, from, mask).reinterpretAsInts().or(bits);
      }
      n = addPairs(zero.compare(VectorOperators.NE, bits).toLong(), p, 1, rightStep, pairs, n);
    }
    return n;
  }

  /** Adds a pair for each bit that is set, the lowest being that of a first term. */
  private static int addPairs(
      long some, int first, int leftStep, int rightStep, int[] pairs, int n) {
    return COMPRESSES
        ? addTogether(some, first, leftStep, rightStep, pairs, n)
        : addOneByOne(some, first, leftStep, rightStep, pairs, n);
  }

  private static int addTogether(
      long some, int first, int leftStep, int rightStep, int[] pairs, int n) {
    long step = (long) rightStep << Integer.SIZE | leftStep;
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

  private static int addOneByOne(
      long some, int first, int leftStep, int rightStep, int[] pairs, int n) {
    int end = n;
    for (long rest = some; rest != 0; rest &= rest - 1) {
      int term = first + Long.numberOfTrailingZeros(rest);
      pairs[2 * end] = term * leftStep;
      pairs[2 * end + 1] = term * rightStep;
      end++;
    }
    return end;
  }

  /** The words of rows that lie beside each other in a. */
  private void mark(int from, int to, int m, int k, float[] a, int ks) {
    for (int row = from; row < to; row += L) {
      VectorMask<Float> mask = S.indexInRange(row, to);
      for (int p = 0, word = row; p < k; p += Integer.SIZE, word += m) {
        mark(Math.min(Integer.SIZE, k - p), a, p * ks + row, ks, mask, words, word);
      }
    }
  }

  private static void mark(
      int terms, float[] a, int at, int ks, VectorMask<Float> mask, int[] words, int word) {
    IntVector zero = IntVector.zero(I);
    IntVector bits = zero;
    for (int p = 0; p < terms; p++) {
      VectorMask<Float> some =
          FloatVector.fromArray(S, a, at + p * ks, mask).compare(VectorOperators.NE, 0f);
      bits = zero.blend(1 << p, some.cast(I)).or(bits);
    }
    zero.or(bits).intoArray(words, word, mask.cast(I));
  }

  private static int marked(
      int row, int rows, int m, int k, int[] words, int ks, int rightStep, int[] pairs, int n) {
    for (int p = 0, word = row; p < k; p += Integer.SIZE, word += m) {
      int some = 0;
      for (int r = 0; r < rows; r++) {
        some |= words[word + r];
      }
      n = addPairs(Integer.toUnsignedLong(some), p, ks, rightStep, pairs, n);
    }
    return n;
  }

  /** Whether a matrix, which begins at b[from], holds neither infinities nor NaN. */
  static boolean isFinite(int rows, int columns, float[] b, int from, int ld) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector first = zero;
    FloatVector second = zero;
    FloatVector third = zero;
    FloatVector fourth = zero;
    boolean dense = ld == columns;
    int strips = dense ? 1 : rows;
    int length = dense ? rows * columns : columns;
    for (int r = 0; r < strips; r++) {
      int j = from + r * ld;
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
