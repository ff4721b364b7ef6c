package io.descent.engine.kernel.products;

import java.util.Arrays;

/**
 * Products over rows that are arrays of their own. C2 vectorises {@code Math.fma} only where all
 * arrays share one index, which rows of a flat matrix do not.
 */
public final class Panels {

  private Panels() {}

  /**
   * One block of sums of products: c[i][j] = Σ a(i, p) · b[p][j] from +0 for i below m, j below n,
   * p below k, where a(i, p) = a[at + i · rs + p · ks].
   */
  public static void multiply(
      int m, int n, int k, float[] a, int at, int rs, int ks, float[][] b, float[][] c) {
    int i = 0;
    for (; i + 4 <= m; i += 4) {
      four(n, k, a, at + i * rs, rs, ks, b, c[i], c[i + 1], c[i + 2], c[i + 3]);
    }
    for (; i < m; i++) {
      one(n, k, a, at + i * rs, ks, b, c[i]);
    }
  }

  private static void four(
      int n,
      int k,
      float[] a,
      int at,
      int rs,
      int ks,
      float[][] b,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3) {
    Arrays.fill(c0, 0, n, 0f);
    Arrays.fill(c1, 0, n, 0f);
    Arrays.fill(c2, 0, n, 0f);
    Arrays.fill(c3, 0, n, 0f);
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      int from = at + p * ks;
      fourByFour(n, a, from, rs, ks, b[p], b[p + 1], b[p + 2], b[p + 3], c0, c1, c2, c3);
    }
    for (; p < k; p++) {
      int from = at + p * ks;
      oneByOne(n, a[from], b[p], c0);
      oneByOne(n, a[from + rs], b[p], c1);
      oneByOne(n, a[from + 2 * rs], b[p], c2);
      oneByOne(n, a[from + 3 * rs], b[p], c3);
    }
  }

  private static void one(int n, int k, float[] a, int at, int ks, float[][] b, float[] c) {
    Arrays.fill(c, 0, n, 0f);
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      oneByFour(n, a, at + p * ks, ks, b[p], b[p + 1], b[p + 2], b[p + 3], c);
    }
    for (; p < k; p++) {
      oneByOne(n, a[at + p * ks], b[p], c);
    }
  }

  /** Bigger blocks than 4 × 4 are no longer vectorised. */
  private static void fourByFour(
      int n,
      float[] a,
      int at,
      int rs,
      int ks,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3) {
    int at1 = at + rs;
    int at2 = at1 + rs;
    int at3 = at2 + rs;
    float a00 = a[at];
    float a01 = a[at + ks];
    float a02 = a[at + 2 * ks];
    float a03 = a[at + 3 * ks];
    float a10 = a[at1];
    float a11 = a[at1 + ks];
    float a12 = a[at1 + 2 * ks];
    float a13 = a[at1 + 3 * ks];
    float a20 = a[at2];
    float a21 = a[at2 + ks];
    float a22 = a[at2 + 2 * ks];
    float a23 = a[at2 + 3 * ks];
    float a30 = a[at3];
    float a31 = a[at3 + ks];
    float a32 = a[at3 + 2 * ks];
    float a33 = a[at3 + 3 * ks];
    for (int j = 0; j < n; j++) {
      float y0 = b0[j];
      float y1 = b1[j];
      float y2 = b2[j];
      float y3 = b3[j];
      c0[j] = Math.fma(a03, y3, Math.fma(a02, y2, Math.fma(a01, y1, Math.fma(a00, y0, c0[j]))));
      c1[j] = Math.fma(a13, y3, Math.fma(a12, y2, Math.fma(a11, y1, Math.fma(a10, y0, c1[j]))));
      c2[j] = Math.fma(a23, y3, Math.fma(a22, y2, Math.fma(a21, y1, Math.fma(a20, y0, c2[j]))));
      c3[j] = Math.fma(a33, y3, Math.fma(a32, y2, Math.fma(a31, y1, Math.fma(a30, y0, c3[j]))));
    }
  }

  private static void oneByFour(
      int n, float[] a, int at, int ks, float[] b0, float[] b1, float[] b2, float[] b3, float[] c) {
    float a0 = a[at];
    float a1 = a[at + ks];
    float a2 = a[at + 2 * ks];
    float a3 = a[at + 3 * ks];
    for (int j = 0; j < n; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void oneByOne(int n, float a, float[] b, float[] c) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(a, b[j], c[j]);
    }
  }

  /** sum[j] = sum[j] + x[j] for j below n. */
  public static void addInPlace(int n, float[] x, float[] sum) {
    for (int j = 0; j < n; j++) {
      sum[j] += x[j];
    }
  }
}
