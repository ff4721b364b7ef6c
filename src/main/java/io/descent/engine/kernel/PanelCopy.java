package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies a panel of a matrix and tells on the way whether it is finite: a value times zero is zero
 * unless it is an infinity or NaN. Each vector of a row has a chain of such sums of its own, as in
 * one chain each would wait for the one before.
 */
final class PanelCopy {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Floats from one term to the next. */
  private static final int STEP = SparseTiles.WIDEST * L;

  private PanelCopy() {}

  /**
   * Copies b[from + p · ldb + j] for j in so many vectors to into[p · STEP + j], STEP being the
   * widest panel's; whether all of them are finite.
   */
  static boolean copy(int terms, int vectors, float[] b, int from, int ldb, float[] into) {
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
    return zero.add(n0).add(n1).add(n2).add(n3).reduceLanes(VectorOperators.ADD) == 0;
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
    return zero.add(n).reduceLanes(VectorOperators.ADD) == 0;
  }
}
