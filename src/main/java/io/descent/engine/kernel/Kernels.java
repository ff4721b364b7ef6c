package io.descent.engine.kernel;

/**
 * The inner loops of training, over plain arrays; the order of every sum and the form of every
 * expression below are binding, so that all implementations give the same bits.
 *
 * <p><b>Matrices</b> are row-major: row i starts at i · ld, where ld ≥ columns. What lies between
 * the columns and ld is padding: kernels may read it and write it, and no result depends on it.
 *
 * <p><b>Sums of products</b>: k is cut into blocks of {@link #BLOCK}, the last one shorter. A
 * block's value starts at +0 and is one chain {@code acc = fma(a, b, acc)} in ascending k. Block
 * values are added in ascending order, and {@code + 0f} comes last. Terms whose factor is a padding
 * zero may be left out or taken along.
 *
 * <p><b>Sums over rows</b>, per column: as above, with the chain that the method states.
 *
 * <p>An instance holds scratch memory and serves one thread. After the first call of a size nothing
 * is allocated.
 */
public interface Kernels {

  /** Terms of one block of a sum. */
  int BLOCK = 1024;

  /** Partial sums of a reduction to one number. */
  int PARTIALS = 64;

  /** Short name, as in {@code descent.kernel}. */
  String name();

  // ---- samples

  /** y[at + i] = x / 255 rounded once, where x is the byte pixels[from + i] read from 0 to 255. */
  void pixels(int n, byte[] pixels, int from, float[] y, int at);

  /**
   * y[at + i] = the pixels, n in the form of {@link PackedPixels} from packed[from] on. Up to 63
   * bytes behind them may be lost, so rows are unpacked from the first to the last.
   */
  void unpack(int n, byte[] packed, int from, byte[] y, int at);

  // ---- products; C is overwritten

  /** C (m × n) = A (m × k) · B (k × n). */
  void nn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc);

  /** c (n) = a (k) · B (k × n) in the bits of {@link #nn}, where B is finite throughout. */
  void row(int n, int k, float[] a, float[] b, int ldb, float[] c);

  /** C (m × n) = Aᵀ · B, with A (k × m), B (k × n). */
  void tn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc);

  /** C (m × n) = A · Bᵀ, with A (m × k), B (n × k). */
  void nt(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc);

  /** As {@link #nn} where A is pixels, k being their columns. */
  void nnOfPixels(int m, int n, PixelBatch a, float[] b, int ldb, float[] c, int ldc);

  /** As {@link #tn} where A is pixels, m being their columns. */
  void tnOfPixels(int n, int k, PixelBatch a, float[] b, int ldb, float[] c, int ldc);

  // ---- convolution, channels last

  /**
   * y = x ∗ W, for maps x (samples · positions × in channels) and y (samples · positions × out
   * channels), W (k × out channels) with stride {@code out.stride()}. k runs over (ky, kx, in
   * channel); a position outside of the map counts as zeros, with its place in k.
   */
  void convolve(Window window, int samples, float[] x, float[] weights, float[] y);

  /** dW (k × out channels) = Σ x · dy; the sum runs over (sample, oy, ox). */
  void convolveWeightGradient(Window window, int samples, float[] x, float[] dy, float[] dWeights);

  /** dx (samples · positions × in channels) = Σ dy · W; the sum runs over (ky, kx, out channel). */
  void convolveInputGradient(Window window, int samples, float[] dy, float[] weights, float[] dx);

  // ---- pooling, channels last, windows within the map only

  /**
   * y = the largest of each window, which is scanned by (ky, kx), a later value winning only if
   * larger; {@code argmax} gets the winner's position within its sample (iy · width + ix), laid out
   * as y.
   */
  void maxPool(Window window, int samples, float[] x, float[] y, int[] argmax);

  /** dx = 0, then for (sample, oy, ox) ascending dx[winner] += dy. */
  void maxPoolGradient(Window window, int samples, float[] dy, int[] argmax, float[] dx);

  /** y = (+0 + x + … by (ky, kx)) / taps. */
  void averagePool(Window window, int samples, float[] x, float[] y);

  /** dx = 0, then for (sample, oy, ox), (ky, kx) ascending dx += dy / taps. */
  void averagePoolGradient(Window window, int samples, float[] dy, float[] dx);

  // ---- elementwise, on the first n floats; y may be x, dx may be dy

  /** y[r][j] += bias[j], in place. */
  void addRowInPlace(int rows, int columns, float[] bias, float[] y, int ld);

  /** y = max(x, 0). */
  void relu(int n, float[] x, float[] y);

  /** dx = y &gt; 0 ? dy : 0. */
  void reluGradient(int n, float[] y, float[] dy, float[] dx);

  /** y = x &gt; 0 ? x : slope · x. */
  void leakyRelu(int n, float slope, float[] x, float[] y);

  /** dx = x &gt; 0 ? dy : slope · dy. */
  void leakyReluGradient(int n, float slope, float[] x, float[] dy, float[] dx);

  /** y = {@link Elementary#sigmoid}. */
  void sigmoid(int n, float[] x, float[] y);

  /** dx = dy · fma(−y, y, y). */
  void sigmoidGradient(int n, float[] y, float[] dy, float[] dx);

  /** y = {@link Elementary#tanh}. */
  void tanh(int n, float[] x, float[] y);

  /** dx = dy · fma(−y, y, 1). */
  void tanhGradient(int n, float[] y, float[] dy, float[] dx);

  /** y = {@link Elementary#gelu}. */
  void gelu(int n, float[] x, float[] y);

  /** dx = dy · {@link Elementary#geluSlope}(x). */
  void geluGradient(int n, float[] x, float[] dy, float[] dx);

  /** y = {@link Elementary#geluTanh}. */
  void geluTanh(int n, float[] x, float[] y);

  /** dx = dy · {@link Elementary#geluTanhSlope}(x). */
  void geluTanhGradient(int n, float[] x, float[] dy, float[] dx);

  /**
   * y = x · scale where {@code Noise.bits(key, row · columns + column) >>> 8} is at least the
   * threshold, else 0. x and y have the same ld.
   */
  void dropout(
      int rows, int columns, long key, int threshold, float scale, float[] x, float[] y, int ld);

  /** x = x · factor, in place. */
  void scaleInPlace(int n, float factor, float[] x);

  // ---- rows and columns

  /**
   * For each row: max by {@code Math.max}, e = exp(y − max), sum of e over columns ascending from
   * +0, p = e / sum. p may be y.
   */
  void softmax(
      int rows, int columns, float[] y, int ldy, float[] p, int ldp, float[] max, float[] sum);

  /** sums[j] = Σ x[r][j], by {@code acc = acc + x}. */
  void columnSums(int rows, int columns, float[] x, int ld, float[] sums);

  /** sums[j] = Σ (x[r][j] − mean[j])², by {@code d = x − mean; acc = fma(d, d, acc)}. */
  void columnSquares(int rows, int columns, float[] x, int ld, float[] mean, float[] sums);

  /** sums[j] = Σ x[r][j] · y[r][j], by {@code acc = fma(x, y, acc)}; x and y have the same ld. */
  void columnProducts(int rows, int columns, float[] x, float[] y, int ld, float[] sums);

  /**
   * normal = (x − mean[j]) · inverse[j]; y = fma(gamma[j], normal, beta[j]). All three matrices
   * have the same ld.
   */
  void normalize(
      int rows,
      int columns,
      int ld,
      float[] x,
      float[] mean,
      float[] inverse,
      float[] gamma,
      float[] beta,
      float[] normal,
      float[] y);

  /** dx = scale[j] · fma(−slope[j], normal, dy − shift[j]). All three matrices have the same ld. */
  void normalizeGradient(
      int rows,
      int columns,
      int ld,
      float[] dy,
      float[] normal,
      float[] scale,
      float[] shift,
      float[] slope,
      float[] dx);

  /**
   * Adds the squares of x, exact in double, to 64 partial sums: x[i] to partial i mod 64, i
   * ascending.
   */
  void addSquares(int n, float[] x, double[] partials);

  // ---- updates, on the first n floats; each starts with d = fma(decay, w, g)

  /** w = fma(−lr, d, w). */
  void sgd(int n, float lr, float decay, float[] w, float[] g);

  /** v = fma(momentum, v, d); w = fma(−lr, v, w). */
  void momentum(int n, float lr, float momentum, float decay, float[] w, float[] g, float[] v);

  /** v = fma(momentum, v, d); w = fma(−lr, fma(momentum, v, d), w). */
  void nesterov(int n, float lr, float momentum, float decay, float[] w, float[] g, float[] v);

  /** s = fma(d, d, s); w = fma(−lr, d / (√s + eps), w). */
  void adagrad(int n, float lr, float eps, float decay, float[] w, float[] g, float[] s);

  /** s = fma(alpha, s, gain · (d · d)); w = fma(−lr, d / (√s + eps), w). */
  void rmsProp(
      int n,
      float lr,
      float alpha,
      float gain,
      float eps,
      float decay,
      float[] w,
      float[] g,
      float[] s);

  /**
   * m = fma(beta1, m, gain1 · d); v = fma(beta2, v, gain2 · (d · d)); w = fma(−step, m / fma(√v,
   * correction, eps), w · keep).
   */
  void adam(
      int n,
      float step,
      float correction,
      float beta1,
      float gain1,
      float beta2,
      float gain2,
      float eps,
      float decay,
      float keep,
      float[] w,
      float[] g,
      float[] m,
      float[] v);
}
