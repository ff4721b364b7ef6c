package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products from {@link Tiles}, on row-major arrays with a distance between rows. A block of
 * terms of {@link Kernels#BLOCK} is one call of a tile.
 */
final class VectorProducts {

  /** Where the terms of the right factor lie. */
  private enum Right {
    /** In rows near each other. */
    NEAR,
    /** In rows of which each lies in a page of its own: a panel is copied together first. */
    FAR,
    /** In columns: a panel is turned first. */
    TRANSPOSED
  }

  private static final int BLOCK = Kernels.BLOCK;
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  static final int LANES = S.length();
  private static final int L = LANES;

  /** Rows of b that are longer lie in as many pages. */
  private static final int NEAR = 256;

  /** Fewer rows of a than this do not repay a copy. */
  static final int REPAYING_ROWS = 16;

  /** Fewer terms than this are not searched for zeros. */
  private static final int REPAYING_TERMS = 32;

  /** Floats from one row of a packed panel to the next. */
  private static final int WIDTH = Tiles.WIDEST * L;

  private final float[] packed = new float[BLOCK * WIDTH];
  private final NonzeroTerms nonzero = new NonzeroTerms();
  private final Transposer squares = new Transposer();
  private final SparseProducts sparse = new SparseProducts();
  private final OffsetTable aRows = new OffsetTable();
  private final StridedPairs evenTerms = new StridedPairs();

  /** c (m × n) = a (m × k) · b (k × n). */
  void nn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    rows(m, n, k, a, lda, 1, b, ldb, c, ldc);
  }

  /** c (n) = a (k) · b (k × n), where b is finite. */
  void row(int n, int k, float[] a, float[] b, int ldb, float[] c) {
    if (!few(true, 1, n, k, a, k, b, ldb, c, c.length)) {
      product(Right.NEAR, 1, n, k, a, k, 1, b, ldb, c, c.length);
    }
  }

  /** c (m × n) = aᵀ · b (k × n), a (k × m). */
  void tn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    rows(m, n, k, a, 1, lda, b, ldb, c, ldc);
  }

  /** c (m × n) = a (m × k) · bᵀ, b (n × k). */
  void nt(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    LeftFactor left = sparse.floats(a, lda, 1);
    if (SparseProducts.take(m, n, k, left)) {
      sparse.product(true, m, n, k, left, b, ldb, c, ldc);
    } else {
      product(Right.TRANSPOSED, m, n, k, a, lda, 1, b, ldb, c, ldc);
    }
  }

  /** c (m × n) = a · b, if so many pixels are zero that they are not wanted as floats: whether. */
  boolean nn(int m, int n, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    return ofPixels(m, n, a.columns(), sparse.pixels(a.bytes(), a.columns(), 1), b, ldb, c, ldc);
  }

  /** c (m × n) = aᵀ · b (k × n), in the same way. */
  boolean tn(int n, int k, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    return ofPixels(a.columns(), n, k, sparse.pixels(a.bytes(), 1, a.columns()), b, ldb, c, ldc);
  }

  private boolean ofPixels(
      int m, int n, int k, LeftFactor a, float[] b, int ldb, float[] c, int ldc) {
    int columns = padded(n, Math.min(ldb, ldc));
    boolean takes = SparseTerms.OF_PIXELS && SparseProducts.take(m, columns, k, a);
    if (takes) {
      sparse.product(false, m, columns, k, a, b, ldb, c, ldc);
    }
    return takes;
  }

  /** A product whose right factor lies in rows. */
  private void rows(
      int m, int n, int k, float[] a, int rs, int ks, float[] b, int ldb, float[] c, int ldc) {
    int columns = padded(n, Math.min(ldb, ldc));
    LeftFactor left = sparse.floats(a, rs, ks);
    if (SparseProducts.take(m, columns, k, left)) {
      sparse.product(false, m, columns, k, left, b, ldb, c, ldc);
    } else if (!mayBeFew(m, ks) || !few(false, m, n, k, a, rs, b, ldb, c, ldc)) {
      Right right = ldb > NEAR && m >= REPAYING_ROWS ? Right.FAR : Right.NEAR;
      product(right, m, n, k, a, rs, ks, b, ldb, c, ldc);
    }
  }

  /** Whether rows in a line are few, yet enough to repay a look at all of the right factor. */
  private static boolean mayBeFew(int m, int ks) {
    return ks == 1 && m >= NonzeroTerms.ROWS && m < REPAYING_ROWS;
  }

  /** c (m × n) = the sums of a[i · rs + p · ks] times the right factor's terms. */
  private void product(
      Right right,
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
    int stride = right == Right.NEAR ? ldb : WIDTH;
    int[] ar = aRows.of(rs, m);
    int[] pairs = evenTerms.of(ks, stride, Math.min(k, BLOCK));
    int end = right == Right.TRANSPOSED ? n : padded(n, Math.min(ldb, ldc));
    for (int p = 0; p < k; p += BLOCK) {
      int terms = Math.min(BLOCK, k - p);
      for (int j = 0; j < end; ) {
        int vectors = vectors(end - j);
        int columns = Math.min(end - j, vectors * L);
        pack(right, b, p, j, ldb, terms, columns);
        float[] panel = right == Right.NEAR ? b : packed;
        int bo = right == Right.NEAR ? p * ldb + j : 0;
        Tiles.panel(
            vectors, columns, m, 0, terms, pairs, a, p * ks, ar, panel, bo, c, j, ldc, p > 0);
        j += columns;
      }
    }
  }

  /**
   * Makes a product of few rows from the terms that are not zero, if so many are that it repays:
   * whether it did.
   */
  private boolean few(
      boolean finite,
      int m,
      int n,
      int k,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float[] c,
      int ldc) {
    boolean skips =
        n >= WIDTH
            && k >= REPAYING_TERMS
            && k <= BLOCK
            && nonzero.find(m, n, k, a, lda, ldb)
            && (finite || NonzeroTerms.isFinite(k, n, b, ldb));
    if (skips) {
      int[] ar = aRows.of(lda, m);
      int end = padded(n, Math.min(ldb, ldc));
      for (int j = 0; j < end; ) {
        int vectors = vectors(end - j);
        int columns = Math.min(end - j, vectors * L);
        groups(vectors, columns, m, a, lda, ar, b, j, c, ldc);
        j += columns;
      }
    }
    return skips;
  }

  /** A panel of the product from the terms that were found not to be zero. */
  private void groups(
      int vectors,
      int columns,
      int m,
      float[] a,
      int lda,
      int[] ar,
      float[] b,
      int j,
      float[] c,
      int ldc) {
    int[] pairs = nonzero.pairs();
    for (int g = 0, r = 0; r < m; g++, r += NonzeroTerms.ROWS) {
      int rows = Math.min(NonzeroTerms.ROWS, m - r);
      Tiles.panel(
          vectors,
          columns,
          rows,
          nonzero.from(g),
          nonzero.to(g),
          pairs,
          a,
          r * lda,
          ar,
          b,
          j,
          c,
          r * ldc + j,
          ldc,
          false);
    }
  }

  /** The columns up to a full vector, where padding gives room for them. */
  private static int padded(int columns, int room) {
    int full = (columns + L - 1) / L * L;
    return full <= room ? full : columns;
  }

  /** Vectors of the next panel when so many columns are left. */
  static int vectors(int columns) {
    return vectors(columns, Tiles.WIDEST);
  }

  /** The same where the widest panel has so many vectors. */
  static int vectors(int columns, int widest) {
    int vectors = columns / L;
    if (vectors <= widest) {
      return Math.max(1, vectors);
    }
    return vectors == widest + 1 ? vectors / 2 + 1 : widest;
  }

  /** Brings the panel of these terms and columns together, where it does not lie so. */
  private void pack(Right right, float[] b, int p, int j, int ldb, int terms, int columns) {
    switch (right) {
      case NEAR -> {}
      case FAR -> {
        for (int r = 0; r < terms; r++) {
          System.arraycopy(b, (p + r) * ldb + j, packed, r * WIDTH, columns);
        }
      }
      case TRANSPOSED -> {
        squares.transpose(terms, columns, b, j * ldb + p, ldb, packed, 0, WIDTH);
      }
    }
  }
}
