package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products from {@link Tiles}, on row-major arrays with a distance between rows. A block of
 * terms of {@link Kernels#BLOCK} is one call of a tile.
 */
final class VectorProducts {

  private static final int BLOCK = Kernels.BLOCK;
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final int LANES = S.length();
  private static final int L = LANES;

  /** Rows of b that are longer lie in as many pages: a panel is copied together first. */
  private static final int NEAR = 256;

  /** Fewer rows of a than this do not repay a copy. */
  private static final int REPAYING_ROWS = 16;

  /** Fewer terms than this are not searched for zeros. */
  private static final int REPAYING_TERMS = 32;

  /** Floats from one row of a packed panel to the next. */
  private static final int WIDTH = Tiles.WIDEST * L;

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

  private final float[] packed = new float[BLOCK * WIDTH];
  private final NonzeroTerms nonzero = new NonzeroTerms();
  private final float[] square = new float[L * L];
  private final Multiples aRows = new Multiples();
  private final EvenTerms evenTerms = new EvenTerms();

  /** c (m × n) = a (m × k) · b (k × n). */
  void nn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    product(m, n, k, a, lda, 1, b, ldb, c, ldc);
  }

  /** c (n) = a (k) · b (k × n), where b is finite: terms that are zero are left out. */
  void row(int n, int k, float[] a, float[] b, int ldb, float[] c) {
    if (repays(n, k) && nonzero.find(1, k, a, k, 1, ldb)) {
      withoutZeros(1, n, k, a, k, b, ldb, c, c.length);
    } else {
      nn(1, n, k, a, k, b, ldb, c, c.length);
    }
  }

  /** c (m × n) = aᵀ · b (k × n), a (k × m). */
  void tn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    product(m, n, k, a, 1, lda, b, ldb, c, ldc);
  }

  private void product(
      int m, int n, int k, float[] a, int rs, int ks, float[] b, int ldb, float[] c, int ldc) {
    if (m >= NonzeroTerms.ROWS
        && repays(n, k)
        && nonzero.find(m, k, a, rs, ks, isFar(m, ldb) ? WIDTH : ldb)
        && NonzeroTerms.isFinite(k, n, b, ldb)) {
      withoutZeros(m, n, k, a, rs, b, ldb, c, ldc);
      return;
    }
    int[] ar = aRows.of(rs, m);
    boolean pack = isFar(m, ldb);
    int[] pairs = evenTerms.of(ks, pack ? WIDTH : ldb, Math.min(k, BLOCK));
    int end = padded(n, Math.min(ldb, ldc));
    for (int p = 0; p < k; p += BLOCK) {
      int terms = Math.min(BLOCK, k - p);
      for (int j = 0; j < end; ) {
        int vectors = vectors(end - j);
        int columns = Math.min(end - j, vectors * L);
        int bo = p * ldb + j;
        if (pack) {
          pack(b, bo, ldb, terms, columns);
        }
        Tiles.panel(
            vectors,
            columns,
            m,
            0,
            terms,
            pairs,
            a,
            p * ks,
            ar,
            pack ? packed : b,
            pack ? 0 : bo,
            c,
            j,
            ldc,
            p > 0);
        j += columns;
      }
    }
  }

  private static boolean isFar(int m, int ldb) {
    return ldb > NEAR && m >= REPAYING_ROWS;
  }

  /** Whether a search for zeros may repay. */
  private static boolean repays(int n, int k) {
    return n >= WIDTH && k >= REPAYING_TERMS && k <= BLOCK;
  }

  /** The product of the terms that were found not to be zero. */
  private void withoutZeros(
      int m, int n, int k, float[] a, int rs, float[] b, int ldb, float[] c, int ldc) {
    boolean pack = isFar(m, ldb);
    int[] ar = aRows.of(rs, m);
    int end = padded(n, Math.min(ldb, ldc));
    for (int j = 0; j < end; ) {
      int vectors = vectors(end - j);
      int columns = Math.min(end - j, vectors * L);
      if (pack) {
        pack(b, j, ldb, k, columns);
      }
      for (int g = 0, r = 0; r < m; g++, r += NonzeroTerms.ROWS) {
        Tiles.panel(
            vectors,
            columns,
            Math.min(NonzeroTerms.ROWS, m - r),
            nonzero.from(g),
            nonzero.to(g),
            nonzero.pairs(),
            a,
            r * rs,
            ar,
            pack ? packed : b,
            pack ? 0 : j,
            c,
            r * ldc + j,
            ldc,
            false);
      }
      j += columns;
    }
  }

  /** c (m × n) = a (m × k) · bᵀ, b (n × k). */
  void nt(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    int[] ar = aRows.of(lda, m);
    int[] pairs = evenTerms.of(1, WIDTH, Math.min(k, BLOCK));
    for (int p = 0; p < k; p += BLOCK) {
      int terms = Math.min(BLOCK, k - p);
      for (int j = 0; j < n; ) {
        int vectors = vectors(n - j);
        int columns = Math.min(n - j, vectors * L);
        packTransposed(b, j * ldb + p, ldb, terms, columns, vectors * L);
        Tiles.panel(vectors, columns, m, 0, terms, pairs, a, p, ar, packed, 0, c, j, ldc, p > 0);
        j += columns;
      }
    }
  }

  /** The columns up to a full vector, where padding gives room for them. */
  private static int padded(int columns, int room) {
    int full = (columns + L - 1) / L * L;
    return full <= room ? full : columns;
  }

  /** Vectors of the next panel when so many columns are left. */
  static int vectors(int columns) {
    int vectors = columns / L;
    if (vectors <= Tiles.WIDEST) {
      return Math.max(1, vectors);
    }
    return vectors == Tiles.WIDEST + 1 ? vectors / 2 + 1 : Tiles.WIDEST;
  }

  /** packed[p, j] = b[p, j]. */
  private void pack(float[] b, int bo, int ldb, int terms, int columns) {
    int whole = columns / L * L;
    for (int p = 0, from = bo, to = 0; p < terms; p++, from += ldb, to += WIDTH) {
      for (int j = 0; j < whole; j += L) {
        FloatVector.fromArray(S, b, from + j).intoArray(packed, to + j);
      }
      for (int j = whole; j < columns; j++) {
        packed[to + j] = b[from + j];
      }
    }
  }

  /** packed[p, j] = b[j, p]. */
  private void packTransposed(float[] b, int bo, int ldb, int terms, int columns, int width) {
    int p = 0;
    if (columns == width) {
      for (; p + L <= terms; p += L) {
        for (int j = 0; j < width; j += L) {
          transposeSquare(b, bo + j * ldb + p, ldb, p * WIDTH + j);
        }
      }
    }
    for (int j = 0; j < columns; j++) {
      for (int q = p; q < terms; q++) {
        packed[q * WIDTH + j] = b[bo + j * ldb + q];
      }
    }
  }

  /**
   * Transposes L × L values by exchanging, for d = L/2 … 1, the lanes with bit d of the rows
   * without it for the lanes without it of the rows with it.
   */
  private void transposeSquare(float[] b, int bo, int ldb, int at) {
    exchange(L / 2, b, bo, ldb, square, 0, L);
    for (int bit = L / 4; bit > 1; bit /= 2) {
      exchange(bit, square, 0, L, square, 0, L);
    }
    exchange(1, square, 0, L, packed, at, WIDTH);
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
