package io.descent.engine.kernel;

/**
 * Plain Java: matrices are copied into row panels, which {@link Panels} multiplies in blocks of 4 ×
 * 4.
 */
class PlainKernels extends ScalarKernels {

  /** Columns of a panel: four rows of B and four of C stay in the first cache. */
  private static final int COLUMNS = 512;

  private final RowBuffer right = new RowBuffer();
  private final RowBuffer result = new RowBuffer();
  private final PlainConvolution convolution = new PlainConvolution();

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void nn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    for (int j = 0; j < n; j += COLUMNS) {
      int width = Math.min(COLUMNS, n - j);
      for (int p = 0; p < k; p += BLOCK) {
        int depth = Math.min(BLOCK, k - p);
        float[][] panel = right.rows(depth, width);
        for (int q = 0; q < depth; q++) {
          System.arraycopy(b, (p + q) * ldb + j, panel[q], 0, width);
        }
        block(m, width, depth, a, p, lda, 1, panel, c, j, ldc, p > 0);
      }
    }
  }

  @Override
  public void tn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    for (int j = 0; j < n; j += COLUMNS) {
      int width = Math.min(COLUMNS, n - j);
      for (int p = 0; p < k; p += BLOCK) {
        int depth = Math.min(BLOCK, k - p);
        float[][] panel = right.rows(depth, width);
        for (int q = 0; q < depth; q++) {
          System.arraycopy(b, (p + q) * ldb + j, panel[q], 0, width);
        }
        block(m, width, depth, a, p * lda, 1, lda, panel, c, j, ldc, p > 0);
      }
    }
  }

  @Override
  public void nt(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    for (int j = 0; j < n; j += COLUMNS) {
      int width = Math.min(COLUMNS, n - j);
      for (int p = 0; p < k; p += BLOCK) {
        int depth = Math.min(BLOCK, k - p);
        float[][] panel = right.rows(depth, width);
        transpose(depth, width, b, j * ldb + p, ldb, panel);
        block(m, width, depth, a, p, lda, 1, panel, c, j, ldc, p > 0);
      }
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
      int m,
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
    for (int i = 0; i < m; i += 4) {
      int rows = Math.min(4, m - i);
      Panels.multiply(rows, n, k, a, at + i * rs, rs, ks, panel, sums);
      for (int r = 0; r < rows; r++) {
        store(n, sums[r], sums[4], c, (i + r) * ldc + column, add);
      }
    }
  }

  private static void store(int n, float[] sums, float[] before, float[] c, int at, boolean add) {
    if (add) {
      System.arraycopy(c, at, before, 0, n);
      addInPlace(n, before, sums);
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

  @Override
  public void convolve(Window window, int samples, float[] x, float[] weights, float[] y) {
    convolution.forward(window, samples, x, weights, y);
  }

  @Override
  public void convolveWeightGradient(
      Window window, int samples, float[] x, float[] dy, float[] dWeights) {
    convolution.weightGradient(window, samples, x, dy, dWeights);
  }

  @Override
  public void convolveInputGradient(
      Window window, int samples, float[] dy, float[] weights, float[] dx) {
    convolution.inputGradient(window, samples, dy, weights, dx);
  }
}
