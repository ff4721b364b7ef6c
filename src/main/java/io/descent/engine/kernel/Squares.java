package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Transposes matrices in squares of as many rows as a vector has lanes. */
final class Squares {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** For each bit, at bit · L: which lanes of a pair of rows make its lower, its upper row. */
  private static final int[] LOWER = new int[L * L];

  private static final int[] UPPER = new int[L * L];

  static {
    for (int bit = 1; bit < L; bit *= 2) {
      for (int i = 0; i < L; i++) {
        boolean has = (i & bit) != 0;
        LOWER[bit * L + i] = has ? L + (i ^ bit) : i;
        UPPER[bit * L + i] = has ? L + i : i ^ bit;
      }
    }
  }

  private final float[] square = new float[L * L];

  /** into[at + p · step + j] = b[from + j · ldb + p] for p below terms, j below columns. */
  void transpose(
      int terms, int columns, float[] b, int from, int ldb, float[] into, int at, int step) {
    int wholeTerms = terms / L * L;
    int wholeColumns = columns / L * L;
    for (int p = 0; p < wholeTerms; p += L) {
      for (int j = 0; j < wholeColumns; j += L) {
        square(b, from + j * ldb + p, ldb, into, at + p * step + j, step);
      }
    }
    rest(0, wholeColumns, wholeTerms, terms, b, from, ldb, into, at, step);
    rest(wholeColumns, columns, 0, terms, b, from, ldb, into, at, step);
  }

  private static void rest(
      int firstColumn,
      int endColumn,
      int firstTerm,
      int endTerm,
      float[] b,
      int from,
      int ldb,
      float[] into,
      int at,
      int step) {
    for (int j = firstColumn; j < endColumn; j++) {
      for (int p = firstTerm; p < endTerm; p++) {
        into[at + p * step + j] = b[from + j * ldb + p];
      }
    }
  }

  /**
   * Transposes L × L values by exchanging, for d = L/2 … 1, the lanes with bit d of the rows
   * without it for the lanes without it of the rows with it.
   */
  private void square(float[] b, int from, int ldb, float[] into, int at, int step) {
    exchange(L / 2, b, from, ldb, square, 0, L);
    for (int bit = L / 4; bit > 1; bit /= 2) {
      exchange(bit, square, 0, L, square, 0, L);
    }
    exchange(1, square, 0, L, into, at, step);
  }

  private static void exchange(int bit, float[] s, int so, int lds, float[] d, int at, int ldd) {
    IntVector lower = IntVector.fromArray(INTS, LOWER, bit * L);
    IntVector upper = IntVector.fromArray(INTS, UPPER, bit * L);
    for (int i = 0; i < L / 2; i++) {
      int low = (i & -bit) << 1 | i & bit - 1;
      int high = low + bit;
      IntVector x = FloatVector.fromArray(S, s, so + low * lds).reinterpretAsInts();
      IntVector y = FloatVector.fromArray(S, s, so + high * lds).reinterpretAsInts();
      lower.selectFrom(x, y).reinterpretAsFloats().intoArray(d, at + low * ldd);
      upper.selectFrom(x, y).reinterpretAsFloats().intoArray(d, at + high * ldd);
    }
  }
}
