package io.descent.engine.kernel;

/**
 * Pooling of samples {@code from} to below {@code to}, channels last, in windows within the map
 * only.
 */
public interface Pooling {

  /**
   * y = the largest of each window, which is scanned by (ky, kx), a later value winning only if
   * larger; {@code argmax} gets the winner's position within its sample (iy · width + ix), laid out
   * as y.
   */
  void max(int from, int to, Window window, float[] x, float[] y, int[] argmax);

  /** dx = 0, then for (sample, oy, ox) ascending dx[winner] += dy. */
  void maxGradient(int from, int to, Window window, float[] dy, int[] argmax, float[] dx);

  /** y = (+0 + x + … by (ky, kx)) / taps. */
  void average(int from, int to, Window window, float[] x, float[] y);

  /** dx = 0, then for (sample, oy, ox), (ky, kx) ascending dx += dy / taps. */
  void averageGradient(int from, int to, Window window, float[] dy, float[] dx);
}
