package io.descent.engine.kernel;

/**
 * Functions of each value by itself, on elements {@code from} to below {@code to}; y may be x, dx
 * may be dy. {@code Elementary} is {@link io.descent.engine.kernel.elementwise.Elementary}.
 */
public interface Activations {

  /** y = max(x, 0). */
  void relu(int from, int to, float[] x, float[] y);

  /** dx = y &gt; 0 ? dy : 0. */
  void reluGradient(int from, int to, float[] y, float[] dy, float[] dx);

  /** y = x &gt; 0 ? x : slope · x. */
  void leakyRelu(int from, int to, float slope, float[] x, float[] y);

  /** dx = x &gt; 0 ? dy : slope · dy. */
  void leakyReluGradient(int from, int to, float slope, float[] x, float[] dy, float[] dx);

  /** y = {@code Elementary.sigmoid(x)}. */
  void sigmoid(int from, int to, float[] x, float[] y);

  /** dx = dy · fma(−y, y, y). */
  void sigmoidGradient(int from, int to, float[] y, float[] dy, float[] dx);

  /** y = {@code Elementary.tanh(x)}. */
  void tanh(int from, int to, float[] x, float[] y);

  /** dx = dy · fma(−y, y, 1). */
  void tanhGradient(int from, int to, float[] y, float[] dy, float[] dx);

  /** y = {@code Elementary.gelu(x)}. */
  void gelu(int from, int to, float[] x, float[] y);

  /** dx = dy · {@code Elementary.geluSlope(x)}. */
  void geluGradient(int from, int to, float[] x, float[] dy, float[] dx);

  /** y = {@code Elementary.geluTanh(x)}. */
  void geluTanh(int from, int to, float[] x, float[] y);

  /** dx = dy · {@code Elementary.geluTanhSlope(x)}. */
  void geluTanhGradient(int from, int to, float[] x, float[] dy, float[] dx);

  /**
   * y = x · scale where {@code Noise.bits(key, row · columns + column) >>> 8} is at least the
   * threshold, else 0, in rows {@code from} to below {@code to}. x and y have the same ld.
   */
  void dropout(
      int from,
      int to,
      int columns,
      long key,
      int threshold,
      float scale,
      float[] x,
      float[] y,
      int ld);
}
