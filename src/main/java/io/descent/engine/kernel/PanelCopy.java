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

  private PanelCopy() {}

  /** into[at + p · step + j] = b[from + p · ldb + j]; whether all of them are finite. */
  static boolean copy(
      int terms, int columns, float[] b, int from, int ldb, float[] into, int at, int step) {
    if (columns == 4 * L) {
      return four(terms, b, from, ldb, into, at, step);
    }
    if (columns == 2 * L) {
      return two(terms, b, from, ldb, into, at, step);
    }
    for (int p = 0; p < terms; p++) {
      System.arraycopy(b, from + p * ldb, into, at + p * step, columns);
    }
    return NonzeroTerms.isFinite(terms, columns, b, from, ldb);
  }

  private static boolean four(
      int terms, float[] b, int from, int ldb, float[] into, int at, int step) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector n0 = zero;
    FloatVector n1 = zero;
    FloatVector n2 = zero;
    FloatVector n3 = zero;
    for (int p = 0, row = from, to = at; p < terms; p++, row += ldb, to += step) {
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

  private static boolean two(
      int terms, float[] b, int from, int ldb, float[] into, int at, int step) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector n0 = zero;
    FloatVector n1 = zero;
    for (int p = 0, row = from, to = at; p < terms; p++, row += ldb, to += step) {
      FloatVector v0 = FloatVector.fromArray(S, b, row);
      FloatVector v1 = FloatVector.fromArray(S, b, row + L);
      v0.intoArray(into, to);
      v1.intoArray(into, to + L);
      n0 = v0.fma(zero, n0);
      n1 = v1.fma(zero, n1);
    }
    return zero.add(n0).add(n1).reduceLanes(VectorOperators.ADD) == 0;
  }
}
