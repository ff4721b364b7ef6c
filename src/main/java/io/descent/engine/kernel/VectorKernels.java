package io.descent.engine.kernel;

/**
 * Lanes of the incubating Vector API across outputs. An operation whose lanes are not compiled yet
 * takes the plain form, which has the same bits.
 */
final class VectorKernels extends PlainKernels {

  private final boolean always;
  private final VectorProducts products = new VectorProducts();

  private VectorKernels(boolean always) {
    this.always = always;
  }

  /** Lanes where they are compiled. */
  static Kernels whereReady() {
    return new VectorKernels(false);
  }

  /** Lanes from the first call on. */
  static Kernels always() {
    return new VectorKernels(true);
  }

  private boolean in(Lanes group) {
    return always || group.ready();
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void nn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    if (in(Lanes.PRODUCTS)) {
      products.nn(m, n, k, a, lda, b, ldb, c, ldc);
    } else {
      super.nn(m, n, k, a, lda, b, ldb, c, ldc);
    }
  }

  @Override
  public void tn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    if (in(Lanes.PRODUCTS)) {
      products.tn(m, n, k, a, lda, b, ldb, c, ldc);
    } else {
      super.tn(m, n, k, a, lda, b, ldb, c, ldc);
    }
  }

  @Override
  public void nt(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    if (in(Lanes.PRODUCTS)) {
      products.nt(m, n, k, a, lda, b, ldb, c, ldc);
    } else {
      super.nt(m, n, k, a, lda, b, ldb, c, ldc);
    }
  }
}
