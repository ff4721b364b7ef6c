package io.descent.engine.kernel.products;

import io.descent.engine.kernel.products.written.SparseTiles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whether values are finite, as terms that are zero add nothing then: a value times zero is zero
 * unless it is an infinity or NaN. Sums of such products in some vectors, as in one each would wait
 * for the one before, tell of all.
 */
public final class FiniteCheck {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Floats from one term of a panel to the next. */
  private static final int STEP = SparseTiles.WIDEST * L;

  private FiniteCheck() {}

  /** Whether a matrix is. */
  static boolean of(int rows, int columns, float[] b, int ld) {
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

  /**
   * Copies b[from + p · ldb + j] for j in so many vectors to into[p · STEP + j], STEP being the
   * widest panel's; whether all of them are.
   */
  public static boolean copying(
      int terms, int vectors, float[] b, int from, int ldb, float[] into) {
    if (vectors == SparseTiles.WIDEST) {
      return four(terms, b, from, ldb, into);
    }
    boolean finite = true;
    for (int v = 0; v < vectors; v++) {
      finite &= one(terms, b, from + v * L, ldb, into, v);
    }
    return finite;
  }

  private static boolean four(int terms, float[] b, int from, int ldb, float[] into) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector n0 = zero;
    FloatVector n1 = zero;
    FloatVector n2 = zero;
    FloatVector n3 = zero;
    for (int p = 0, row = from; p < terms; p++, row += ldb) {
      int to = p * STEP;
      FloatVector v0 = FloatVector.fromArray(S, b, row);
      FloatVector v1 = FloatVector.fromArray(S, b, row + L);
      FloatVector v2 = FloatVector.fromArray(S, b, row + 2 * L);
      FloatVector v3 = FloatVector.fromArray(S, b, row + 3 * L);
      v0.intoArray(into, to);
      v1.intoArray(into, to + L);
      v2.intoArray(into, to + 2 * L);
      v3.intoArray(into, to + 3 * L);
      n0 = v0.fma(zero, n0);
      n1 = v1.fma(zero, n1);
      n2 = v2.fma(zero, n2);
      n3 = v3.fma(zero, n3);
    }
    FloatVector products = zero.add(n0).add(n1).add(n2).add(n3);
    return products.compare(VectorOperators.EQ, 0f).allTrue();
  }

  private static boolean one(int terms, float[] b, int from, int ldb, float[] into, int vector) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector n = zero;
    for (int p = 0, row = from; p < terms; p++, row += ldb) {
      int to = p * STEP + vector * L;
      FloatVector v = FloatVector.fromArray(S, b, row);
      v.intoArray(into, to);
      n = v.fma(zero, n);
    }
    return zero.add(n).compare(VectorOperators.EQ, 0f).allTrue();
  }
}
