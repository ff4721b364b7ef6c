package io.descent.engine.kernel.products;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.products.written.SparseTiles;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products whose left factor has many zeros, by groups of few rows and four vectors. Terms
 * that are zero in all rows of a group are left out. The right factor is copied in panels that stay
 * in the first cache, for so many terms at a time; sums wait in the product in between. Few rows
 * take it from where it lies.
 */
final class SparseProducts {

  private static final int L = FloatVector.SPECIES_PREFERRED.length();

  /** Floats from one term of a panel to the next. */
  private static final int WIDTH = SparseTiles.WIDEST * L;

  /** Rows of a group. */
  private static final int HEIGHT = SparseTerms.ROWS;

  /** Columns whose panels are copied together, so that they stay in the second cache. */
  private static final int COLUMNS = 512;

  /**
   * Rows of the left factor that are searched together, so that what is left stays near: whole
   * groups and whole squares.
   */
  private static final int ROWS = 48 * HEIGHT;

  /** Fewer terms or columns do not repay a search for zeros. */
  private static final int REPAYING = 32;

  private final Transposer squares = new Transposer();
  private final FloatFactor floats = new FloatFactor();
  private final PixelFactor pixels = new PixelFactor();
  private final SparseTerms left = new SparseTerms();
  private final float[][] panels = new float[COLUMNS / WIDTH + 2][0];
  private float[] turned = new float[0];

  /** The left factor a[from + i · rs + p · ks], until the next is named. */
  LeftFactor floats(float[] a, int from, int rs, int ks) {
    return floats.of(a, from, rs, ks);
  }

  /** The same of pixels. */
  LeftFactor pixels(byte[] a, int from, int rs, int ks) {
    return pixels.of(a, from, rs, ks);
  }

  /**
   * Whether these products are made for a shape, whose columns have room for full vectors. Where
   * they are, {@link LeftFactor#repays} tells whether zeros are enough.
   */
  static boolean fit(int m, int columns, int k) {
    return m >= VectorProducts.REPAYING_ROWS && columns >= REPAYING && isWhole(columns, k);
  }

  /** The same of {@link #few}, of enough rows to repay a look at all of the right factor. */
  static boolean fitFew(int m, int columns, int k) {
    return m >= HEIGHT && m < VectorProducts.REPAYING_ROWS && fitRow(columns, k);
  }

  /** The same of a single row, whose search costs no more than a look. */
  static boolean fitRow(int columns, int k) {
    return columns >= WIDTH && isWhole(columns, k);
  }

  private static boolean isWhole(int columns, int k) {
    return columns % L == 0 && k >= REPAYING && k <= Kernels.BLOCK;
  }

  /**
   * c (m × n), from c[co] on, = the sums of the left factor's times the right factor's terms.
   *
   * @param transposed b, from b[first] on, is n × k, else k × n
   */
  void product(
      boolean transposed,
      int m,
      int n,
      int k,
      LeftFactor a,
      float[] b,
      int first,
      int ldb,
      float[] c,
      int co,
      int ldc) {
    int step = step(k);
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      for (int p = 0; p < k; p += step) {
        int terms = Math.min(step, k - p);
        int bo = first + (transposed ? j * ldb + p : p * ldb + j);
        boolean finite = pack(transposed, b, bo, ldb, terms, columns);
        for (int i = 0; i < m; i += ROWS) {
          int rows = Math.min(ROWS, m - i);
          a.find(left, !finite, i, rows, p, terms, WIDTH);
          panels(rows, columns, c, co + i * ldc + j, ldc, p > 0);
        }
      }
    }
  }

  /** The same of few rows and a right factor from b[bo] on, of rows, that is finite. */
  void few(
      int m, int n, int k, LeftFactor a, float[] b, int bo, int ldb, float[] c, int co, int ldc) {
    int step = step(k);
    for (int p = 0; p < k; p += step) {
      a.find(left, false, 0, m, p, Math.min(step, k - p), ldb);
      left.shift(m, bo + p * ldb);
      for (int j = 0; j < n; ) {
        int vectors = vectors(n - j);
        sums(m, vectors, b, c, co + j, ldc, p > 0);
        j += vectors * L;
        left.shift(m, vectors * L);
      }
    }
  }

  /** How many of n terms make a strip. */
  private static int step(int n) {
    return full(Math.ceilDiv(n, Math.ceilDiv(n, SparseTiles.TERMS)));
  }

  private static int full(int n) {
    return (n + L - 1) / L * L;
  }

  /** Copies columns of the right factor to panels; whether all of them are finite. */
  private boolean pack(boolean transposed, float[] b, int from, int ldb, int terms, int columns) {
    boolean finite = true;
    for (int i = 0, j = 0; j < columns; i++) {
      float[] panel = panel(i);
      int vectors = vectors(columns - j);
      int width = vectors * L;
      if (transposed) {
        if (turned.length < terms * width) {
          turned = new float[terms * width];
        }
        squares.transpose(terms, width, b, from + j * ldb, ldb, turned, 0, width);
        finite &= FiniteCheck.copying(terms, vectors, turned, 0, width, panel);
      } else {
        finite &= FiniteCheck.copying(terms, vectors, b, from + j, ldb, panel);
      }
      j += width;
    }
    return finite;
  }

  /** A panel, which is made when it is first wanted. */
  private float[] panel(int i) {
    if (panels[i].length == 0) {
      panels[i] = new float[SparseTiles.TERMS * WIDTH];
    }
    return panels[i];
  }

  private void panels(int rows, int columns, float[] c, int co, int ldc, boolean resume) {
    for (int panel = 0, j = 0; j < columns; panel++) {
      int vectors = vectors(columns - j);
      sums(rows, vectors, panels[panel], c, co + j, ldc, resume);
      j += vectors * L;
    }
  }

  /** The sums of the terms that were found, from those before where {@code resume}. */
  private void sums(int rows, int vectors, float[] b, float[] c, int co, int ldc, boolean resume) {
    for (int g = 0, i = 0; i < rows; g++, i += HEIGHT) {
      SparseTiles.tile(
          Math.min(HEIGHT, rows - i),
          vectors,
          i * SparseTiles.STEP,
          left.end(g),
          left.offsets(),
          left.values(),
          b,
          c,
          co + i * ldc,
          ldc,
          resume);
    }
  }

  private static int vectors(int columns) {
    return VectorProducts.vectors(columns, SparseTiles.WIDEST);
  }
}
