package io.descent.engine.kernel.products;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Transposes matrices in squares of as many rows as a vector has lanes. */
final class Transposer {

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
   * without it for the lanes without it of the rows with it. Two exchanges at a time stay in
   * registers.
   */
  private void square(float[] b, int from, int ldb, float[] into, int at, int step) {
    int bit = L / 2;
    if (bit == 2) {
      exchangeTwo(bit, b, from, ldb, into, at, step);
      return;
    }
    exchangeTwo(bit, b, from, ldb, square, 0, L);
    for (bit /= 4; bit > 2; bit /= 4) {
      exchangeTwo(bit, square, 0, L, square, 0, L);
    }
    if (bit == 2) {
      exchangeTwo(bit, square, 0, L, into, at, step);
    } else {
      exchange(square, into, at, step);
    }
  }

  /** The exchanges of a bit and of the next lower one. */
  private static void exchangeTwo(int bit, float[] s, int so, int lds, float[] d, int at, int ldd) {
    int half = bit / 2;
    IntVector lower = IntVector.fromArray(INTS, LOWER, bit * L);
    IntVector upper = IntVector.fromArray(INTS, UPPER, bit * L);
    IntVector nextLower = IntVector.fromArray(INTS, LOWER, half * L);
    IntVector nextUpper = IntVector.fromArray(INTS, UPPER, half * L);
    for (int i = 0; i < L / 4; i++) {
      int row = (i & -half) << 2 | i & half - 1;
      int first = so + row * lds;
      int third = first + bit * lds;
      IntVector v0 = FloatVector.fromArray(S, s, first).reinterpretAsInts();
      IntVector v1 = FloatVector.fromArray(S, s, first + half * lds).reinterpretAsInts();
      IntVector v2 = FloatVector.fromArray(S, s, third).reinterpretAsInts();
      IntVector v3 = FloatVector.fromArray(S, s, third + half * lds).reinterpretAsInts();
      IntVector x0 = lower.selectFrom(v0, v2);
      IntVector x1 = lower.selectFrom(v1, v3);
      IntVector x2 = upper.selectFrom(v0, v2);
      IntVector x3 = upper.selectFrom(v1, v3);
      int to = at + row * ldd;
      nextLower.selectFrom(x0, x1).reinterpretAsFloats().intoArray(d, to);
      nextUpper.selectFrom(x0, x1).reinterpretAsFloats().intoArray(d, to + half * ldd);
      to += bit * ldd;
      nextLower.selectFrom(x2, x3).reinterpretAsFloats().intoArray(d, to);
      nextUpper.selectFrom(x2, x3).reinterpretAsFloats().intoArray(d, to + half * ldd);
    }
  }

  /** The exchange of the last bit alone. */
  private static void exchange(float[] s, float[] d, int at, int ldd) {
    IntVector lower = IntVector.fromArray(INTS, LOWER, L);
    IntVector upper = IntVector.fromArray(INTS, UPPER, L);
    for (int i = 0; i < L; i += 2) {
      IntVector x = FloatVector.fromArray(S, s, i * L).reinterpretAsInts();
      IntVector y = FloatVector.fromArray(S, s, (i + 1) * L).reinterpretAsInts();
      lower.selectFrom(x, y).reinterpretAsFloats().intoArray(d, at + i * ldd);
      upper.selectFrom(x, y).reinterpretAsFloats().intoArray(d, at + (i + 1) * ldd);
    }
  }
}
