package io.descent.engine.kernel;

/**
 * Matrix products, in the sums of {@link Kernels}: of C, which is overwritten, rows {@code from} to
 * below {@code to} and columns {@code first} to below {@code end}. Columns that end before the last
 * one end with a multiple of 64.
 */
public interface Products {

  /** C (m × n) = A (m × k) · B (k × n). */
  void nn(
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
      int ldc);

  /** C (m × n) = Aᵀ · B, with A (k × m), B (k × n). */
  void tn(
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
      int ldc);

  /** C (m × n) = A · Bᵀ, with A (m × k), B (n × k). */
  void nt(
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
      int ldc);

  /**
   * Columns {@code from} to below {@code to} of c (n) = a (k) · B (k × n), in the bits of {@link
   * #nn}, where B is finite throughout.
   */
  void row(int from, int to, int n, int k, float[] a, float[] b, int ldb, float[] c);
}
