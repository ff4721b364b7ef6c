package io.descent.engine.kernel.products;

import static io.descent.engine.kernel.Kernels.BLOCK;

import io.descent.engine.kernel.PixelBatch;
import io.descent.engine.kernel.PixelProducts;
import io.descent.engine.kernel.Products;
import io.descent.engine.kernel.products.written.Tiles;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products from {@link Tiles}, on row-major arrays with a distance between rows; from {@link
 * SparseProducts} where it repays to leave out what is zero. A block of terms is one call of a
 * tile.
 */
public final class VectorProducts implements Products, PixelProducts {

  /** Where the terms of the right factor lie. */
  private enum Right {
    /** In rows near each other. */
    NEAR,
    /** In rows of which each lies in a page of its own: a panel is copied together first. */
    FAR,
    /** In columns: a panel is turned first. */
    TRANSPOSED
  }

  public static final int LANES = FloatVector.SPECIES_PREFERRED.length();
  private static final int L = LANES;

  /** Rows of b that are longer lie in as many pages. */
  private static final int NEAR = 256;

  /** Fewer rows of a than this do not repay a copy. */
  static final int REPAYING_ROWS = 16;

  /** Floats from one row of a packed panel to the next. */
  private static final int WIDTH = Tiles.WIDEST * L;

  private final float[] packed = new float[BLOCK * WIDTH];
  private final Transposer squares = new Transposer();
  private final SparseProducts sparse = new SparseProducts();
  private final OffsetTable aRows = new OffsetTable();
  private final StridedPairs evenTerms = new StridedPairs();

  @Override
  public void nn(
      int from,
      int to,
      int first,
      int end,
      int k,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float[] c,
      int ldc) {
    LeftFactor left = sparse.floats(a, from * lda, lda, 1);
    int m = to - from;
    int columns = padded(first, end, Math.min(ldb, ldc));
    if (first == 0
        && SparseProducts.fitFew(m, columns, k)
        && left.repays(columns, m, k)
        && FiniteCheck.of(k, end, b, ldb)) {
      sparse.few(m, columns, k, left, b, 0, ldb, c, from * ldc, ldc);
    } else {
      rows(from, to, first, end, k, a, lda, 1, left, b, ldb, c, ldc);
    }
  }

  @Override
  public void tn(
      int from,
      int to,
      int first,
      int end,
      int k,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float[] c,
      int ldc) {
    LeftFactor left = sparse.floats(a, from, 1, lda);
    rows(from, to, first, end, k, a, 1, lda, left, b, ldb, c, ldc);
  }

  @Override
  public void nt(
      int from,
      int to,
      int first,
      int end,
      int k,
      float[] a,
      int lda,
      float[] b,
      int ldb,
      float[] c,
      int ldc) {
    LeftFactor left = sparse.floats(a, from * lda, lda, 1);
    int m = to - from;
    int columns = end - first;
    if (SparseProducts.fit(m, columns, k) && left.repays(columns, m, k)) {
      sparse.product(true, m, columns, k, left, b, first * ldb, ldb, c, from * ldc + first, ldc);
    } else {
      product(Right.TRANSPOSED, from, to, first, end, k, a, lda, 1, b, ldb, c, ldc);
    }
  }

  @Override
  public void row(int from, int to, int n, int k, float[] a, float[] b, int ldb, float[] c) {
    int columns = to == n ? padded(from, to, Math.min(ldb, c.length)) : to - from;
    if (SparseProducts.fitRow(columns, k)) {
      sparse.few(1, columns, k, sparse.floats(a, 0, k, 1), b, from, ldb, c, from, c.length);
    } else {
      product(Right.NEAR, 0, 1, from, from + columns, k, a, k, 1, b, ldb, c, c.length);
    }
  }

  @Override
  public boolean nn(int from, int to, int n, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    int k = a.columns();
    LeftFactor left = sparse.pixels(a.bytes(), from * k, k, 1);
    return ofPixels(from, to, n, k, left, b, ldb, c, ldc);
  }

  @Override
  public boolean tn(
      int from, int to, int n, int k, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    LeftFactor left = sparse.pixels(a.bytes(), from, 1, a.columns());
    return ofPixels(from, to, n, k, left, b, ldb, c, ldc);
  }

  private boolean ofPixels(
      int from, int to, int n, int k, LeftFactor a, float[] b, int ldb, float[] c, int ldc) {
    int m = to - from;
    int columns = padded(0, n, Math.min(ldb, ldc));
    boolean takes =
        SparseTerms.OF_PIXELS && SparseProducts.fit(m, columns, k) && a.repays(columns, m, k);
    if (takes) {
      sparse.product(false, m, columns, k, a, b, 0, ldb, c, from * ldc, ldc);
    }
    return takes;
  }

  /** A product whose right factor lies in rows. */
  private void rows(
      int from,
      int to,
      int first,
      int end,
      int k,
      float[] a,
      int rs,
      int ks,
      LeftFactor left,
      float[] b,
      int ldb,
      float[] c,
      int ldc) {
    int m = to - from;
    int columns = padded(first, end, Math.min(ldb, ldc));
    if (SparseProducts.fit(m, columns, k) && left.repays(columns, m, k)) {
      sparse.product(false, m, columns, k, left, b, first, ldb, c, from * ldc + first, ldc);
    } else {
      Right right = ldb > NEAR && m >= REPAYING_ROWS ? Right.FAR : Right.NEAR;
      product(right, from, to, first, first + columns, k, a, rs, ks, b, ldb, c, ldc);
    }
  }

  /**
   * Rows and columns of c = the sums of a[i · rs + p · ks] times the right factor's terms.
   *
   * @param end may lie in the padding of c and of a right factor in rows
   */
  private void product(
      Right right,
      int from,
      int to,
      int first,
      int end,
      int k,
      float[] a,
      int rs,
      int ks,
      float[] b,
      int ldb,
      float[] c,
      int ldc) {
    int stride = right == Right.NEAR ? ldb : WIDTH;
    int[] ar = aRows.of(rs, to);
    int[] pairs = evenTerms.of(ks, stride, Math.min(k, BLOCK));
    for (int p = 0; p < k; p += BLOCK) {
      int terms = Math.min(BLOCK, k - p);
      for (int j = first; j < end; ) {
        int vectors = vectors(end - j);
        int columns = Math.min(end - j, vectors * L);
        pack(right, b, p, j, ldb, terms, columns);
        float[] panel = right == Right.NEAR ? b : packed;
        int bo = right == Right.NEAR ? p * ldb + j : 0;
        Tiles.panel(
            vectors, columns, from, to, 0, terms, pairs, a, p * ks, ar, panel, bo, c, j, ldc,
            p > 0);
        j += columns;
      }
    }
  }

  /**
   * The columns {@code first} to below {@code end}, up to a full vector where padding gives room
   * for them. Columns after {@code end} that are not padding are computed by another, so a range
   * that ends before the last one ends with a full vector.
   */
  private static int padded(int first, int end, int room) {
    int full = (end - first + L - 1) / L * L;
    return first + full <= room ? full : end - first;
  }

  /** Vectors of the next panel when so many columns are left. */
  public static int vectors(int columns) {
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
      case TRANSPOSED -> squares.transpose(terms, columns, b, j * ldb + p, ldb, packed, 0, WIDTH);
    }
  }
}
