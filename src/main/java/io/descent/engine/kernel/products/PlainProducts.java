package io.descent.engine.kernel.products;

import static io.descent.engine.kernel.Kernels.BLOCK;

import io.descent.engine.kernel.Products;

/** Matrices are copied into row panels, which {@link Panels} multiplies in blocks of 4 × 4. */
public final class PlainProducts implements Products {

  /** Columns of a panel: four rows of B and four of C stay in the first cache. */
  private static final int COLUMNS = 512;

  private final RowBuffer right = new RowBuffer();
  private final RowBuffer result = new RowBuffer();

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
    product(from, to, first, end, k, a, lda, 1, false, b, ldb, c, ldc);
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
    product(from, to, first, end, k, a, 1, lda, false, b, ldb, c, ldc);
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
    product(from, to, first, end, k, a, lda, 1, true, b, ldb, c, ldc);
  }

  @Override
  public void row(int from, int to, int n, int k, float[] a, float[] b, int ldb, float[] c) {
    product(0, 1, from, to, k, a, k, 1, false, b, ldb, c, n);
  }

  /** Rows and columns of the product of a(i, p) = a[i · rs + p · ks] and b, or b transposed. */
  private void product(
      int from,
      int to,
      int first,
      int end,
      int k,
      float[] a,
      int rs,
      int ks,
      boolean transposed,
      float[] b,
      int ldb,
      float[] c,
      int ldc) {
    for (int j = first; j < end; j += COLUMNS) {
      int width = Math.min(COLUMNS, end - j);
      for (int p = 0; p < k; p += BLOCK) {
        int depth = Math.min(BLOCK, k - p);
        float[][] panel = right.rows(depth, width);
        if (transposed) {
          transpose(depth, width, b, j * ldb + p, ldb, panel);
        } else {
          copy(depth, width, b, p * ldb + j, ldb, panel);
        }
        block(from, to, width, depth, a, p * ks, rs, ks, panel, c, j, ldc, p > 0);
      }
    }
  }

  private static void copy(int depth, int width, float[] b, int at, int ldb, float[][] panel) {
    for (int q = 0; q < depth; q++) {
      System.arraycopy(b, at + q * ldb, panel[q], 0, width);
    }
  }

  private static void transpose(int depth, int width, float[] b, int at, int ldb, float[][] panel) {
    for (int q = 0; q < depth; q++) {
      float[] row = panel[q];
      for (int i = 0; i < width; i++) {
        row[i] = b[at + i * ldb + q];
      }
    }
  }

  /** Adds one block's values to the columns of C from {@code column} on, or puts them there. */
  private void block(
      int from,
      int to,
      int n,
      int k,
      float[] a,
      int at,
      int rs,
      int ks,
      float[][] panel,
      float[] c,
      int column,
      int ldc,
      boolean add) {
    float[][] sums = result.rows(5, n);
    for (int i = from; i < to; i += 4) {
      int rows = Math.min(4, to - i);
      Panels.multiply(rows, n, k, a, at + i * rs, rs, ks, panel, sums);
      for (int r = 0; r < rows; r++) {
        store(n, sums[r], sums[4], c, (i + r) * ldc + column, add);
      }
    }
  }

  private static void store(int n, float[] sums, float[] before, float[] c, int at, boolean add) {
    if (add) {
      System.arraycopy(c, at, before, 0, n);
      Panels.addInPlace(n, before, sums);
    } else {
      addZeroInPlace(n, sums);
    }
    System.arraycopy(sums, 0, c, at, n);
  }

  /** Turns −0 into +0. A sum that starts from +0 never becomes −0 again by adding. */
  private static void addZeroInPlace(int n, float[] x) {
    for (int j = 0; j < n; j++) {
      x[j] += 0f;
    }
  }
}
