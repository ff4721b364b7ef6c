package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The terms of a product that are not zero in all rows of a group: the margins of images, columns
 * of categories. A term that is zero adds nothing to a sum as long as its other factor is finite.
 */
final class NonzeroTerms {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Rows of a group: the height of the widest tiles, if a vector holds as many. */
  static final int ROWS = Math.min(6, L);

  /** Above this share of terms that are left, skipping does not pay. */
  private static final float WORTHWHILE = 0.75f;

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
   * Finds the terms of all groups of rows of a(i, p) = a[i · rs + p · ks], where one of the steps
   * is 1, unless a look at the middle group says that few are zero.
   */
  boolean find(int m, int k, float[] a, int rs, int ks, int rightStep) {
    int groups = Math.ceilDiv(m, ROWS);
    if (pairs.length < 2 * groups * k) {
      pairs = new int[2 * groups * k];
    }
    if (ends.length < groups) {
      ends = new int[groups];
    }
    count = 0;
    group(groups / 2, m, k, a, rs, ks, rightStep);
    if (count > WORTHWHILE * k) {
      return false;
    }
    count = 0;
    for (int g = 0; g < groups; g++) {
      group(g, m, k, a, rs, ks, rightStep);
      ends[g] = count;
    }
    return count <= WORTHWHILE * groups * k;
  }

  private void group(int g, int m, int k, float[] a, int rs, int ks, int rightStep) {
    int row = g * ROWS;
    int rows = Math.min(ROWS, m - row);
    if (ks == 1) {
      count = alongTerms(rows, k, a, row * rs, rs, rightStep, pairs, count);
    } else {
      count = alongRows(rows, k, a, row, ks, rightStep, pairs, count);
    }
  }

  private static int alongTerms(
      int rows, int k, float[] a, int at, int rs, int rightStep, int[] pairs, int n) {
    for (int p = 0; p < k; p += L) {
      VectorMask<Float> mask = S.indexInRange(p, k);
      IntVector bits = IntVector.zero(I);
      for (int r = 0, from = at + p; r < rows; r++, from += rs) {
        bits = bits.or(FloatVector.fromArray(S, a, from, mask).reinterpretAsInts());
      }
      long some = bits.compare(VectorOperators.NE, 0).toLong();
      while (some != 0) {
        int term = p + Long.numberOfTrailingZeros(some);
        pairs[2 * n] = term;
        pairs[2 * n + 1] = term * rightStep;
        n++;
        some &= some - 1;
      }
    }
    return n;
  }

  private static int alongRows(
      int rows, int k, float[] a, int at, int ks, int rightStep, int[] pairs, int n) {
    VectorMask<Float> mask = S.indexInRange(0, rows);
    for (int p = 0; p < k; p++) {
      FloatVector v = FloatVector.fromArray(S, a, at + p * ks, mask);
      pairs[2 * n] = p * ks;
      pairs[2 * n + 1] = p * rightStep;
      n += v.compare(VectorOperators.NE, 0f).anyTrue() ? 1 : 0;
    }
    return n;
  }

  /** Whether a matrix holds neither infinities nor NaN. */
  static boolean isFinite(int rows, int columns, float[] b, int ld) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector products = zero;
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j += L) {
        VectorMask<Float> mask = S.indexInRange(j, columns);
        products = FloatVector.fromArray(S, b, r * ld + j, mask).fma(zero, products);
      }
    }
    return products.compare(VectorOperators.EQ, 0f).allTrue();
  }
}
