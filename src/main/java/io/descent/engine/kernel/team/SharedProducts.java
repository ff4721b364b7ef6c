package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Products;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;

/** Products by rows of the result; that of one row by its columns. */
public final class SharedProducts implements Products, Share {

  private enum Operation {
    NN,
    TN,
    NT,
    ROW
  }

  private final Team team;
  private Operation operation = Operation.NN;
  private int n;
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
      int from, int to, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    operation = Operation.NN;
    product(from, to, n, k, a, lda, b, ldb, c, ldc);
  }

  @Override
  public void tn(
      int from, int to, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    operation = Operation.TN;
    product(from, to, n, k, a, lda, b, ldb, c, ldc);
  }

  @Override
  public void nt(
      int from, int to, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    operation = Operation.NT;
    product(from, to, n, k, a, lda, b, ldb, c, ldc);
  }

  private void product(
      int from, int to, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    this.n = n;
    this.k = k;
    this.a = a;
    this.lda = lda;
    this.b = b;
    this.ldb = ldb;
    this.c = c;
    this.ldc = ldc;
    team.shareProduct(this, from, to, 12, 48, 2.0 * (to - from) * n * k);
  }

  @Override
  public void row(int from, int to, int n, int k, float[] a, float[] b, int ldb, float[] c) {
    operation = Operation.ROW;
    this.n = n;
    this.k = k;
    this.a = a;
    this.b = b;
    this.ldb = ldb;
    this.c = c;
    team.shareProduct(this, from, to, 64, 64, 2.0 * (to - from) * k);
  }

  @Override
  public void part(Kernels kernels, int from, int to) {
    Products part = kernels.products();
    switch (operation) {
      case NN -> part.nn(from, to, n, k, a, lda, b, ldb, c, ldc);
      case TN -> part.tn(from, to, n, k, a, lda, b, ldb, c, ldc);
      case NT -> part.nt(from, to, n, k, a, lda, b, ldb, c, ldc);
      case ROW -> part.row(from, to, n, k, a, b, ldb, c);
    }
  }
}
