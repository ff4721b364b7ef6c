package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The values of pairs of rows where not both are zero, moved together, and for each the place of
 * its term in the other factor. A term that is zero adds nothing to a sum as long as its other
 * factor is finite.
 */
final class PairTerms {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Columns of the product that take as long as moving the values. */
  private static final float SEARCH = 10;

  /** For each set of lanes, at set · L, its lanes in ascending order. */
  private static final int[] LANES_OF = lanesOf();

  private final int width;
  private float[] values = new float[0];
  private int[] offsets = new int[0];
  private int[] counts = new int[0];

  /**
   * @param width distance of two terms in the right factor
   */
  PairTerms(int width) {
    this.width = width;
  }

  private static int[] lanesOf() {
    int[] lanes = new int[(L < 16 ? 1 << L : 1) * L];
    for (int set = 0; set * L < lanes.length; set++) {
      int at = set * L;
      for (int lane = 0; lane < L; lane++) {
        lanes[at] = lane;
        at += set >> lane & 1;
      }
    }
    return lanes;
  }

  /** Of row i from i · step on. */
  float[] values() {
    return values;
  }

  /** Of pair i from i · step on. */
  int[] offsets() {
    return offsets;
  }

  /** How many terms are left of a pair. */
  int count(int pair) {
    return counts[pair];
  }

  /** Whether so many terms are zero in a pair of rows that leaving them out of n columns repays. */
  static boolean repays(int n, int terms, float[] a, int from, int rs, int ks) {
    int count = 0;
    for (int p = 0, at = from; p < terms; p++, at += ks) {
      count += a[at] != 0 || a[at + rs] != 0 ? 1 : 0;
    }
    return repays(n, terms, count);
  }

  private static boolean repays(int n, int terms, int count) {
    return count <= (1 - SEARCH / n) * terms;
  }

  /**
   * Moves the values of all pairs of rows of a together, unless so few are zero that leaving them
   * out of n columns does not repay; a look at the middle pair decides.
   *
   * @param step room for a row: the terms and a vector more
   */
  boolean find(int m, int n, int terms, float[] a, int ao, int lda, int step) {
    int pairs = m / 2;
    reserve(pairs, step);
    int middle = pairs / 2;
    int sample = move(terms, a, ao + 2 * middle * lda, lda, width, values, 0, step, offsets, 0);
    if (!repays(n, terms, sample)) {
      return false;
    }
    for (int i = 0; i < pairs; i++) {
      int from = ao + 2 * i * lda;
      counts[i] = move(terms, a, from, lda, width, values, 2 * i * step, step, offsets, i * step);
    }
    return true;
  }

  private void reserve(int pairs, int step) {
    if (values.length < 2 * pairs * step) {
      values = new float[2 * pairs * step];
      offsets = new int[pairs * step];
    }
    if (counts.length < pairs) {
      counts = new int[pairs];
    }
  }

  private static int move(
      int terms,
      float[] a,
      int from,
      int lda,
      int width,
      float[] values,
      int at,
      int step,
      int[] offsets,
      int to) {
    IntVector zero = IntVector.zero(I);
    int n = 0;
    int p = 0;
    for (; p + L <= terms; p += L) {
      IntVector upper = FloatVector.fromArray(S, a, from + p).reinterpretAsInts();
      IntVector lower = FloatVector.fromArray(S, a, from + lda + p).reinterpretAsInts();
      int some = (int) zero.compare(VectorOperators.NE, upper.or(lower)).toLong();
      IntVector lanes = IntVector.fromArray(I, LANES_OF, some * L);
      lanes.selectFrom(upper).reinterpretAsFloats().intoArray(values, at + n);
      lanes.selectFrom(lower).reinterpretAsFloats().intoArray(values, at + step + n);
      lanes.add(p).mul(width).intoArray(offsets, to + n);
      n += Integer.bitCount(some);
    }
    for (; p < terms; p++) {
      values[at + n] = a[from + p];
      values[at + step + n] = a[from + lda + p];
      offsets[to + n] = p * width;
      n += a[from + p] != 0 || a[from + lda + p] != 0 ? 1 : 0;
    }
    return n;
  }
}
