package io.descent.engine.kernel;

/**
 * Products of pixels as they are, in the bits of the {@link Products} of their floats, where so
 * many are zero that it repays. A call says whether it computed its rows; if not, it is the
 * caller's part to take the product of {@link PixelBatch#floats}. Plain loops never do.
 */
public interface PixelProducts {

  /** Rows of C (m × n) = A · B, with A of m rows of pixels, B (a.columns() × n). */
  default boolean nn(
      int from, int to, int n, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    return false;
  }

  /** Rows of C (a.columns() × n) = Aᵀ · B, with A of k rows of pixels, B (k × n). */
  default boolean tn(
      int from, int to, int n, int k, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    return false;
  }
}
