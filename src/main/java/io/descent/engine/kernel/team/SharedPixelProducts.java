package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.PixelBatch;
import io.descent.engine.kernel.PixelProducts;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;

/**
 * Products of pixels by rows of the result. Where one part has too few zeros, the product is left
 * to the caller as a whole.
 */
public final class SharedPixelProducts implements PixelProducts, Share {

  private final Team team;
  private boolean transposed;
  private int n;
  private int k;
  private PixelBatch a = PixelBatch.NONE;
  private float[] b = new float[0];
  private int ldb;
  private float[] c = b;
  private int ldc;
  private volatile boolean refused;

  public SharedPixelProducts(Team team) {
    this.team = team;
  }

  @Override
  public boolean nn(int from, int to, int n, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    transposed = false;
    return product(from, to, n, a.columns(), a, b, ldb, c, ldc);
  }

  @Override
  public boolean tn(
      int from, int to, int n, int k, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    transposed = true;
    return product(from, to, n, k, a, b, ldb, c, ldc);
  }

  private boolean product(
      int from, int to, int n, int k, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    this.n = n;
    this.k = k;
    this.a = a;
    this.b = b;
    this.ldb = ldb;
    this.c = c;
    this.ldc = ldc;
    refused = false;
    team.shareProduct(this, from, to, 12, 48, 2.0 * (to - from) * n * k);
    return !refused;
  }

  @Override
  public void part(Kernels kernels, int from, int to) {
    if (refused) {
      return;
    }
    PixelProducts part = kernels.pixelProducts();
    boolean taken =
        transposed
            ? part.tn(from, to, n, k, a, b, ldb, c, ldc)
            : part.nn(from, to, n, a, b, ldb, c, ldc);
    if (!taken) {
      refused = true;
    }
  }
}
