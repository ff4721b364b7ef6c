package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Products;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;

/** Products by rows of the result, or by columns where it has more of them than rows. */
public final class SharedProducts implements Products, Share {

  private enum Operation {
    NN,
    TN,
    NT,
    ROW
  }

  /** Columns that are not to be parted: whole vectors, and a panel of the widest. */
  private static final int PANEL = 64;

  private final Team team;
  private Operation operation = Operation.NN;
  private boolean byColumns;
  private int from;
  private int to;
  private int first;
  private int end;
  private int k;
  private float[] a = new float[0];
  private int lda;
  private float[] b = new float[0];
  private int ldb;
  private float[] c = new float[0];
  private int ldc;

  public SharedProducts(Team team) {
    this.team = team;
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
    operation = Operation.NN;
    product(from, to, first, end, k, a, lda, b, ldb, c, ldc);
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
    operation = Operation.TN;
    product(from, to, first, end, k, a, lda, b, ldb, c, ldc);
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
    operation = Operation.NT;
    product(from, to, first, end, k, a, lda, b, ldb, c, ldc);
  }

  /**
   * Each part brings its columns of the right factor together, so the fewer share one the better.
   */
  private void product(
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
    this.from = from;
    this.to = to;
    this.first = first;
    this.end = end;
    this.k = k;
    this.a = a;
    this.lda = lda;
    this.b = b;
    this.ldb = ldb;
    this.c = c;
    this.ldc = ldc;
    byColumns = end - first > to - from;
    double operations = 2.0 * (to - from) * (end - first) * k;
    if (byColumns) {
      team.shareProduct(this, first, end, PANEL, PANEL, operations);
    } else {
      team.shareProduct(this, from, to, 12, 48, operations);
    }
  }

  @Override
  public void row(int from, int to, int n, int k, float[] a, float[] b, int ldb, float[] c) {
    operation = Operation.ROW;
    product(0, 1, from, to, k, a, k, b, ldb, c, n);
  }

  @Override
  public void part(Kernels kernels, int low, int high) {
    Products part = kernels.products();
    int top = byColumns ? from : low;
    int bottom = byColumns ? to : high;
    int left = byColumns ? low : first;
    int right = byColumns ? high : end;
    switch (operation) {
      case NN -> part.nn(top, bottom, left, right, k, a, lda, b, ldb, c, ldc);
      case TN -> part.tn(top, bottom, left, right, k, a, lda, b, ldb, c, ldc);
      case NT -> part.nt(top, bottom, left, right, k, a, lda, b, ldb, c, ldc);
      case ROW -> part.row(left, right, ldc, k, a, b, ldb, c);
    }
  }
}
