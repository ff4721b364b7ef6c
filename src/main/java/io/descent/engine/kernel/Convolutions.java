package io.descent.engine.kernel;

/** Convolutions, channels last, in the sums of {@link Kernels}. */
public interface Convolutions {

  /**
   * Samples {@code from} to below {@code to} of y = x ∗ W, for maps x (samples · positions × in
   * channels) and y (samples · positions × out channels), W (k × out channels) with stride {@code
   * out.stride()}. k runs over (ky, kx, in channel); a position outside of the map counts as zeros,
   * with its place in k.
   */
  void forward(int from, int to, Window window, float[] x, float[] weights, float[] y);

  /**
   * Rows {@code from} to below {@code to} of dW (k × out channels) = Σ x · dy; the sum runs over
   * (sample, oy, ox).
   */
  void weightGradient(
      int from, int to, Window window, int samples, float[] x, float[] dy, float[] dWeights);

  /**
   * Samples {@code from} to below {@code to} of dx (samples · positions × in channels) = Σ dy · W;
   * the sum runs over (ky, kx, out channel).
   */
  void inputGradient(int from, int to, Window window, float[] dy, float[] weights, float[] dx);
}
