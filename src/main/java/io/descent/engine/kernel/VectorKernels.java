package io.descent.engine.kernel;

/**
 * Lanes of the incubating Vector API across outputs. An operation whose lanes are not compiled yet
 * takes the plain form, which has the same bits.
 */
final class VectorKernels extends PlainKernels {

  private final boolean always;
  private final VectorProducts products = new VectorProducts();
  private final VectorElementwise elementwise = new VectorElementwise();
  private final VectorConvolution convolution = new VectorConvolution();

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

  private boolean in(KernelGroup group) {
    return always || group.ready();
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void pixels(int n, byte[] pixels, int from, float[] y, int at) {
    if (in(KernelGroup.PIXELS)) {
      int whole = VectorPixels.scale(n, pixels, from, y, at);
      super.pixels(n - whole, pixels, from + whole, y, at + whole);
    } else {
      super.pixels(n, pixels, from, y, at);
    }
  }

  @Override
  public void unpack(int n, byte[] packed, int from, byte[] y, int at) {
    if (VectorPixels.UNPACKS && in(KernelGroup.PIXELS)) {
      VectorPixels.unpack(n, packed, from, y, at);
    } else {
      super.unpack(n, packed, from, y, at);
    }
  }

  @Override
  public void nn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    if (in(KernelGroup.PRODUCTS)) {
      products.nn(m, n, k, a, lda, b, ldb, c, ldc);
    } else {
      super.nn(m, n, k, a, lda, b, ldb, c, ldc);
    }
  }

  @Override
  public void row(int n, int k, float[] a, float[] b, int ldb, float[] c) {
    if (in(KernelGroup.PRODUCTS)) {
      products.row(n, k, a, b, ldb, c);
    } else {
      super.row(n, k, a, b, ldb, c);
    }
  }

  @Override
  public void tn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    if (in(KernelGroup.PRODUCTS)) {
      products.tn(m, n, k, a, lda, b, ldb, c, ldc);
    } else {
      super.tn(m, n, k, a, lda, b, ldb, c, ldc);
    }
  }

  @Override
  public void nt(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    if (in(KernelGroup.PRODUCTS)) {
      products.nt(m, n, k, a, lda, b, ldb, c, ldc);
    } else {
      super.nt(m, n, k, a, lda, b, ldb, c, ldc);
    }
  }

  @Override
  public void nnOfPixels(int m, int n, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    if (!in(KernelGroup.PIXEL_PRODUCTS) || !products.nn(m, n, a, b, ldb, c, ldc)) {
      super.nnOfPixels(m, n, a, b, ldb, c, ldc);
    }
  }

  @Override
  public void tnOfPixels(int n, int k, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    if (!in(KernelGroup.PIXEL_PRODUCTS) || !products.tn(n, k, a, b, ldb, c, ldc)) {
      super.tnOfPixels(n, k, a, b, ldb, c, ldc);
    }
  }

  @Override
  public void convolve(Window window, int samples, float[] x, float[] weights, float[] y) {
    if (in(KernelGroup.CONVOLUTIONS)) {
      convolution.forward(window, samples, x, weights, y);
    } else {
      super.convolve(window, samples, x, weights, y);
    }
  }

  @Override
  public void convolveWeightGradient(
      Window window, int samples, float[] x, float[] dy, float[] dWeights) {
    if (in(KernelGroup.CONVOLUTIONS)) {
      convolution.weightGradient(window, samples, x, dy, dWeights);
    } else {
      super.convolveWeightGradient(window, samples, x, dy, dWeights);
    }
  }

  @Override
  public void convolveInputGradient(
      Window window, int samples, float[] dy, float[] weights, float[] dx) {
    if (in(KernelGroup.CONVOLUTIONS)) {
      convolution.inputGradient(window, samples, dy, weights, dx);
    } else {
      super.convolveInputGradient(window, samples, dy, weights, dx);
    }
  }

  @Override
  public void maxPool(Window window, int samples, float[] x, float[] y, int[] argmax) {
    if (in(KernelGroup.POOLING) && VectorPooling.takes(window)) {
      VectorPooling.max(window, samples, x, y, argmax);
    } else {
      super.maxPool(window, samples, x, y, argmax);
    }
  }

  @Override
  public void maxPoolGradient(Window window, int samples, float[] dy, int[] argmax, float[] dx) {
    if (in(KernelGroup.POOLING) && VectorPooling.takes(window)) {
      VectorPooling.maxGradient(window, samples, dy, argmax, dx);
    } else {
      super.maxPoolGradient(window, samples, dy, argmax, dx);
    }
  }

  @Override
  public void averagePool(Window window, int samples, float[] x, float[] y) {
    if (in(KernelGroup.POOLING) && VectorPooling.takes(window)) {
      VectorPooling.average(window, samples, x, y);
    } else {
      super.averagePool(window, samples, x, y);
    }
  }

  @Override
  public void averagePoolGradient(Window window, int samples, float[] dy, float[] dx) {
    if (in(KernelGroup.POOLING) && VectorPooling.takes(window)) {
      VectorPooling.averageGradient(window, samples, dy, dx);
    } else {
      super.averagePoolGradient(window, samples, dy, dx);
    }
  }

  @Override
  public void addRowInPlace(int rows, int columns, float[] bias, float[] y, int ld) {
    if (in(KernelGroup.ROWS)) {
      VectorRows.addRowInPlace(rows, columns, bias, y, ld);
    } else {
      super.addRowInPlace(rows, columns, bias, y, ld);
    }
  }

  @Override
  public void relu(int n, float[] x, float[] y) {
    if (in(KernelGroup.ACTIVATIONS)) {
      VectorElementwise.relu(n, x, y);
    } else {
      super.relu(n, x, y);
    }
  }

  @Override
  public void reluGradient(int n, float[] y, float[] dy, float[] dx) {
    if (in(KernelGroup.ACTIVATIONS)) {
      VectorElementwise.reluGradient(n, y, dy, dx);
    } else {
      super.reluGradient(n, y, dy, dx);
    }
  }

  @Override
  public void leakyRelu(int n, float slope, float[] x, float[] y) {
    if (in(KernelGroup.ACTIVATIONS)) {
      VectorElementwise.leaky(n, slope, x, x, y);
    } else {
      super.leakyRelu(n, slope, x, y);
    }
  }

  @Override
  public void leakyReluGradient(int n, float slope, float[] x, float[] dy, float[] dx) {
    if (in(KernelGroup.ACTIVATIONS)) {
      VectorElementwise.leaky(n, slope, x, dy, dx);
    } else {
      super.leakyReluGradient(n, slope, x, dy, dx);
    }
  }

  @Override
  public void sigmoid(int n, float[] x, float[] y) {
    if (in(KernelGroup.ACTIVATIONS)) {
      elementwise.sigmoid(n, x, y);
    } else {
      super.sigmoid(n, x, y);
    }
  }

  @Override
  public void tanh(int n, float[] x, float[] y) {
    if (in(KernelGroup.ACTIVATIONS)) {
      elementwise.tanh(n, x, y);
    } else {
      super.tanh(n, x, y);
    }
  }

  @Override
  public void gelu(int n, float[] x, float[] y) {
    if (in(KernelGroup.ACTIVATIONS)) {
      elementwise.gelu(n, x, y);
    } else {
      super.gelu(n, x, y);
    }
  }

  @Override
  public void geluGradient(int n, float[] x, float[] dy, float[] dx) {
    if (in(KernelGroup.ACTIVATIONS)) {
      elementwise.geluGradient(n, x, dy, dx);
    } else {
      super.geluGradient(n, x, dy, dx);
    }
  }

  @Override
  public void geluTanh(int n, float[] x, float[] y) {
    if (in(KernelGroup.ACTIVATIONS)) {
      elementwise.geluTanh(n, x, y);
    } else {
      super.geluTanh(n, x, y);
    }
  }

  @Override
  public void geluTanhGradient(int n, float[] x, float[] dy, float[] dx) {
    if (in(KernelGroup.ACTIVATIONS)) {
      elementwise.geluTanhGradient(n, x, dy, dx);
    } else {
      super.geluTanhGradient(n, x, dy, dx);
    }
  }

  @Override
  public void softmax(
      int rows, int columns, float[] y, int ldy, float[] p, int ldp, float[] max, float[] sum) {
    if (in(KernelGroup.ROWS)) {
      VectorRows.softmax(rows, columns, y, ldy, p, ldp, max, sum);
    } else {
      super.softmax(rows, columns, y, ldy, p, ldp, max, sum);
    }
  }

  @Override
  public void columnSums(int rows, int columns, float[] x, int ld, float[] sums) {
    if (in(KernelGroup.ROWS)) {
      VectorRows.columnSums(rows, columns, x, ld, sums);
    } else {
      super.columnSums(rows, columns, x, ld, sums);
    }
  }

  @Override
  public void columnSquares(int rows, int columns, float[] x, int ld, float[] mean, float[] sums) {
    if (in(KernelGroup.ROWS)) {
      VectorRows.columnSquares(rows, columns, x, ld, mean, sums);
    } else {
      super.columnSquares(rows, columns, x, ld, mean, sums);
    }
  }

  @Override
  public void columnProducts(int rows, int columns, float[] x, float[] y, int ld, float[] sums) {
    if (in(KernelGroup.ROWS)) {
      VectorRows.columnProducts(rows, columns, x, y, ld, sums);
    } else {
      super.columnProducts(rows, columns, x, y, ld, sums);
    }
  }

  @Override
  public void normalize(
      int rows,
      int columns,
      int ld,
      float[] x,
      float[] mean,
      float[] inverse,
      float[] gamma,
      float[] beta,
      float[] normal,
      float[] y) {
    if (in(KernelGroup.ROWS)) {
      VectorRows.normalize(rows, columns, ld, x, mean, inverse, gamma, beta, normal, y);
    } else {
      super.normalize(rows, columns, ld, x, mean, inverse, gamma, beta, normal, y);
    }
  }

  @Override
  public void normalizeGradient(
      int rows,
      int columns,
      int ld,
      float[] dy,
      float[] normal,
      float[] scale,
      float[] shift,
      float[] slope,
      float[] dx) {
    if (in(KernelGroup.ROWS)) {
      VectorRows.normalizeGradient(rows, columns, ld, dy, normal, scale, shift, slope, dx);
    } else {
      super.normalizeGradient(rows, columns, ld, dy, normal, scale, shift, slope, dx);
    }
  }

  @Override
  public void addSquares(int n, float[] x, double[] partials) {
    if (in(KernelGroup.ROWS)) {
      VectorRows.addSquares(n, x, partials);
    } else {
      super.addSquares(n, x, partials);
    }
  }

  @Override
  public void dropout(
      int rows, int columns, long key, int threshold, float scale, float[] x, float[] y, int ld) {
    if (in(KernelGroup.ACTIVATIONS)) {
      VectorElementwise.dropout(rows, columns, key, threshold, scale, x, y, ld);
    } else {
      super.dropout(rows, columns, key, threshold, scale, x, y, ld);
    }
  }
}
