package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products by pairs of rows and four vectors, for processors with 16 vector registers. The
 * right factor is copied in panels that stay in the first cache, for so many terms at a time; sums
 * wait in the product in between. Terms that are zero in both rows are left out.
 */
final class PairProducts {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Whether tiles of more rows would need more registers than there are. */
  static final boolean FEW_REGISTERS = L < 16;

  /** Floats from one term of a panel to the next. */
  private static final int WIDTH = PairTiles.WIDEST * L;

  /** Terms of a panel: 16 kB in vectors of 8 lanes. */
  private static final int TERMS = 128;

  /** Columns whose panels are copied together, so that they stay in the second cache. */
  private static final int COLUMNS = 512;

  /** Rows of the left factor that are searched together, so that what is left stays near. */
  private static final int ROWS = 128;

  /** Fewer rows do not repay a copy of the right factor. */
  private static final int REPAYING_ROWS = 16;

  /** Fewer terms or columns do not repay a search for zeros. */
  private static final int REPAYING = 32;

  private final Squares squares = new Squares();
  private final PairTerms nonzero = new PairTerms(WIDTH);
  private final Multiples even = new Multiples();
  private float[] panels = new float[0];
  private float[] turned = new float[0];

  /**
   * Whether these products are made for a shape, whose columns have room for full vectors, and for
   * a left factor a[i · rs + p · ks], of which the middle pair of rows is looked at.
   */
  static boolean take(int m, int columns, int k, float[] a, int rs, int ks) {
    return FEW_REGISTERS
        && m >= REPAYING_ROWS
        && columns >= REPAYING
        && columns % L == 0
        && k >= REPAYING
        && k <= Kernels.BLOCK
        && PairTerms.repays(columns, k, a, m / 2 * rs, rs, ks);
  }

  /**
   * c (m × n) = the sums of a[i · rs + p · ks] times the right factor's terms, where one of the
   * steps is 1.
   *
   * @param transposed b is n × k, else k × n
   */
  void product(
      boolean transposed,
      int m,
      int n,
      int k,
      float[] a,
      int rs,
      int ks,
      float[] b,
      int ldb,
      float[] c,
      int ldc) {
    int step = full(Math.ceilDiv(k, Math.ceilDiv(k, TERMS)));
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      for (int p = 0; p < k; p += step) {
        int terms = Math.min(step, k - p);
        int bo = transposed ? j * ldb + p : p * ldb + j;
        boolean finite = pack(transposed, b, bo, ldb, terms, columns);
        for (int i = 0; i < m; i += ROWS) {
          int rows = Math.min(ROWS, m - i);
          int ao = i * rs + p * ks;
          int co = i * ldc + j;
          if (ks == 1) {
            sums(finite, rows, columns, terms, a, ao, rs, c, co, ldc, p > 0);
          } else {
            turn(rows, terms, a, ao, ks);
            sums(finite, rows, columns, terms, turned, 0, terms, c, co, ldc, p > 0);
          }
        }
      }
    }
  }

  private static int full(int n) {
    return (n + L - 1) / L * L;
  }

  /** Copies columns of the right factor to panels; whether all of them are finite. */
  private boolean pack(boolean transposed, float[] b, int from, int ldb, int terms, int columns) {
    int size = terms * WIDTH;
    int room = (columns / WIDTH + 2) * size;
    if (panels.length < room) {
      panels = new float[room];
    }
    boolean finite = true;
    for (int j = 0, at = 0; j < columns; at += size) {
      int width = vectors(columns - j) * L;
      if (transposed) {
        squares.transpose(terms, width, b, from + j * ldb, ldb, panels, at, WIDTH);
      } else {
        finite &= PanelCopy.copy(terms, width, b, from + j, ldb, panels, at, WIDTH);
      }
      j += width;
    }
    return transposed ? NonzeroTerms.isFinite(columns, terms, b, from, ldb) : finite;
  }

  /** turned[i, p] = a[p, i]. */
  private void turn(int rows, int terms, float[] a, int from, int lda) {
    if (turned.length < rows * terms) {
      turned = new float[rows * terms];
    }
    squares.transpose(rows, terms, a, from, lda, turned, 0, terms);
  }

  /** The sums of these terms, rows and columns, from those before where {@code resume}. */
  private void sums(
      boolean finite,
      int rows,
      int columns,
      int terms,
      float[] a,
      int ao,
      int lda,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    int step = terms + L;
    boolean skips =
        finite
            && terms >= REPAYING
            && columns >= REPAYING
            && nonzero.find(rows, columns, terms, a, ao, lda, step);
    int last = rows - 1;
    for (int j = 0, bo = 0; j < columns; bo += terms * WIDTH) {
      int vectors = vectors(columns - j);
      int to = co + j;
      if (skips) {
        found(vectors, rows, step, bo, c, to, ldc, resume);
      } else {
        all(vectors, rows, terms, a, ao, lda, bo, c, to, ldc, resume);
      }
      if (rows % 2 > 0) {
        int[] offsets = even.of(WIDTH, terms);
        int from = ao + last * lda;
        PairTiles.one(vectors, terms, offsets, 0, a, from, panels, bo, c, to + last * ldc, resume);
      }
      j += vectors * L;
    }
  }

  /** A panel's sums of the terms that were found not to be zero. */
  private void found(
      int vectors, int rows, int step, int bo, float[] c, int co, int ldc, boolean resume) {
    float[] a = nonzero.values();
    int[] offsets = nonzero.offsets();
    for (int pair = 0; pair < rows / 2; pair++) {
      int from = 2 * pair * step;
      PairTiles.two(
          vectors,
          nonzero.count(pair),
          offsets,
          pair * step,
          a,
          from,
          from + step,
          panels,
          bo,
          c,
          co + 2 * pair * ldc,
          ldc,
          resume);
    }
  }

  /** A panel's sums of all terms. */
  private void all(
      int vectors,
      int rows,
      int terms,
      float[] a,
      int ao,
      int lda,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    int[] offsets = even.of(WIDTH, terms);
    for (int i = 0; i + 2 <= rows; i += 2) {
      int from = ao + i * lda;
      PairTiles.two(
          vectors,
          terms,
          offsets,
          0,
          a,
          from,
          from + lda,
          panels,
          bo,
          c,
          co + i * ldc,
          ldc,
          resume);
    }
  }

  private static int vectors(int columns) {
    return VectorProducts.vectors(columns, PairTiles.WIDEST);
  }
}
