package io.descent.engine.kernel.products;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Products;

/** Products as three loops over scalars, which define the bits of the others. */
public final class ControlProducts implements Products {

  /** The terms of one output. */
  public interface Terms {
    /** The factors of term k of an output, multiplied into the chain. */
    float add(int k, float acc);
  }

  /** The sum of so many terms, in blocks. */
  public static float sum(int k, Terms terms) {
    float total = 0f;
    for (int from = 0; from < k; from += Kernels.BLOCK) {
      float acc = 0f;
      for (int p = from; p < Math.min(k, from + Kernels.BLOCK); p++) {
        acc = terms.add(p, acc);
      }
      total += acc;
    }
    return total + 0f;
  }

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
    product(from, to, first, end, k, a, lda, 1, b, ldb, 1, c, ldc);
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
    product(from, to, first, end, k, a, 1, lda, b, ldb, 1, c, ldc);
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
    product(from, to, first, end, k, a, lda, 1, b, 1, ldb, c, ldc);
  }

  @Override
  public void row(int from, int to, int n, int k, float[] a, float[] b, int ldb, float[] c) {
    product(0, 1, from, to, k, a, k, 1, b, ldb, 1, c, n);
  }

  private static void product(
      int from,
      int to,
      int first,
      int end,
      int k,
      float[] a,
      int ai,
      int ak,
      float[] b,
      int bk,
      int bj,
      float[] c,
      int ldc) {
    for (int i = from; i < to; i++) {
      for (int j = first; j < end; j++) {
        int row = i * ai;
        int column = j * bj;
        c[i * ldc + j] = sum(k, (p, acc) -> Math.fma(a[row + p * ak], b[p * bk + column], acc));
      }
    }
  }
}
