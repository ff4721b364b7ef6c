package io.descent.engine.kernel;

/** Operations along the rows of a matrix, in a range of its rows, and down its columns. */
public interface Rows {

  /** Partial sums of a reduction to one number. */
  int PARTIALS = 64;

  /** Rows of y[r][j] += bias[j], in place. */
  void addRowInPlace(int from, int to, int columns, float[] bias, float[] y, int ld);

  /**
   * For each row of the range: max by {@code Math.max}, e = exp(y − max), sum of e over columns
   * ascending from +0, p = e / sum. p may be y.
   */
  void softmax(
      int from,
      int to,
      int columns,
      float[] y,
      int ldy,
      float[] p,
      int ldp,
      float[] max,
      float[] sum);

  /** Columns of sums[j] = Σ x[r][j], by {@code acc = acc + x}. */
  void columnSums(int from, int to, int rows, float[] x, int ld, float[] sums);

  /** Columns of sums[j] = Σ (x[r][j] − mean[j])², by {@code d = x − mean; acc = fma(d, d, acc)}. */
  void columnSquares(int from, int to, int rows, float[] x, int ld, float[] mean, float[] sums);

  /**
   * Columns of sums[j] = Σ x[r][j] · y[r][j], by {@code acc = fma(x, y, acc)}; x and y have the
   * same ld.
   */
  void columnProducts(int from, int to, int rows, float[] x, float[] y, int ld, float[] sums);

  /**
   * Rows of normal = (x − mean[j]) · inverse[j]; y = fma(gamma[j], normal, beta[j]). All three
   * matrices have the same ld.
   */
  void normalize(
      int from,
      int to,
      int columns,
      int ld,
      float[] x,
      float[] mean,
      float[] inverse,
      float[] gamma,
      float[] beta,
      float[] normal,
      float[] y);

  /**
   * Rows of dx = scale[j] · fma(−slope[j], normal, dy − shift[j]). All three matrices have the same
   * ld.
   */
  void normalizeGradient(
      int from,
      int to,
      int columns,
      int ld,
      float[] dy,
      float[] normal,
      float[] scale,
      float[] shift,
      float[] slope,
      float[] dx);

  /**
   * Adds the squares of the first n of x, exact in double, to 64 partial sums: x[i] to partial i
   * mod 64, i ascending. It has no range: its outputs are the partial sums, and each is over all of
   * x.
   */
  void addSquares(int n, float[] x, double[] partials);
}
