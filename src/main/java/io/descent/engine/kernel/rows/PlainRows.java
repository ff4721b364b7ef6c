package io.descent.engine.kernel.rows;

import static io.descent.engine.kernel.Kernels.BLOCK;

import io.descent.engine.kernel.Rows;
import io.descent.engine.kernel.elementwise.Elementary;
import java.util.Arrays;

/** The plainest form of each expression of {@link Rows}, which is its definition. */
public final class PlainRows implements Rows {

  private float[] row = new float[0];
  private float[] accumulator = new float[0];

  @Override
  public void addRowInPlace(int from, int to, int columns, float[] bias, float[] y, int ld) {
    float[] sum = row(columns);
    for (int r = from; r < to; r++) {
      System.arraycopy(y, r * ld, sum, 0, columns);
      for (int j = 0; j < columns; j++) {
        sum[j] += bias[j];
      }
      System.arraycopy(sum, 0, y, r * ld, columns);
    }
  }

  @Override
  public void softmax(
      int from,
      int to,
      int columns,
      float[] y,
      int ldy,
      float[] p,
      int ldp,
      float[] max,
      float[] sum) {
    for (int r = from; r < to; r++) {
      float m = y[r * ldy];
      for (int j = 1; j < columns; j++) {
        m = Math.max(m, y[r * ldy + j]);
      }
      float s = 0f;
      for (int j = 0; j < columns; j++) {
        float e = Elementary.exp(y[r * ldy + j] - m);
        p[r * ldp + j] = e;
        s += e;
      }
      for (int j = 0; j < columns; j++) {
        p[r * ldp + j] /= s;
      }
      max[r] = m;
      sum[r] = s;
    }
  }

  @Override
  public void columnSums(int from, int to, int rows, float[] x, int ld, float[] sums) {
    float[] values = row(to);
    Arrays.fill(sums, from, to, 0f);
    for (int first = 0; first < rows; first += BLOCK) {
      float[] acc = accumulator(from, to);
      for (int r = first; r < Math.min(rows, first + BLOCK); r++) {
        System.arraycopy(x, r * ld + from, values, from, to - from);
        for (int j = from; j < to; j++) {
          acc[j] += values[j];
        }
      }
      add(from, to, acc, sums);
    }
  }

  @Override
  public void columnSquares(
      int from, int to, int rows, float[] x, int ld, float[] mean, float[] sums) {
    float[] values = row(to);
    Arrays.fill(sums, from, to, 0f);
    for (int first = 0; first < rows; first += BLOCK) {
      float[] acc = accumulator(from, to);
      for (int r = first; r < Math.min(rows, first + BLOCK); r++) {
        System.arraycopy(x, r * ld + from, values, from, to - from);
        for (int j = from; j < to; j++) {
          float d = values[j] - mean[j];
          acc[j] = Math.fma(d, d, acc[j]);
        }
      }
      add(from, to, acc, sums);
    }
  }

  @Override
  public void columnProducts(
      int from, int to, int rows, float[] x, float[] y, int ld, float[] sums) {
    Arrays.fill(sums, from, to, 0f);
    for (int first = 0; first < rows; first += BLOCK) {
      float[] acc = accumulator(from, to);
      for (int r = first; r < Math.min(rows, first + BLOCK); r++) {
        for (int j = from; j < to; j++) {
          acc[j] = Math.fma(x[r * ld + j], y[r * ld + j], acc[j]);
        }
      }
      add(from, to, acc, sums);
    }
  }

  @Override
  public void normalize(
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
      float[] y) {
    for (int r = from; r < to; r++) {
      for (int j = 0; j < columns; j++) {
        float z = (x[r * ld + j] - mean[j]) * inverse[j];
        normal[r * ld + j] = z;
        y[r * ld + j] = Math.fma(gamma[j], z, beta[j]);
      }
    }
  }

  @Override
  public void normalizeGradient(
      int from,
      int to,
      int columns,
      int ld,
      float[] dy,
      float[] normal,
      float[] scale,
      float[] shift,
      float[] slope,
      float[] dx) {
    for (int r = from; r < to; r++) {
      for (int j = 0; j < columns; j++) {
        int i = r * ld + j;
        dx[i] = scale[j] * Math.fma(-slope[j], normal[i], dy[i] - shift[j]);
      }
    }
  }

  @Override
  public void addSquares(int n, float[] x, double[] partials) {
    for (int i = 0; i < n; i++) {
      partials[i % PARTIALS] += (double) x[i] * x[i];
    }
  }

  private static void add(int from, int to, float[] x, float[] sum) {
    for (int j = from; j < to; j++) {
      sum[j] += x[j];
    }
  }

  private float[] row(int columns) {
    if (row.length < columns) {
      row = new float[columns];
    }
    return row;
  }

  private float[] accumulator(int from, int to) {
    if (accumulator.length < to) {
      accumulator = new float[to];
    }
    Arrays.fill(accumulator, from, to, 0f);
    return accumulator;
  }
}
