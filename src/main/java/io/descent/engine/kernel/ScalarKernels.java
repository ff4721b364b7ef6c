package io.descent.engine.kernel;

import io.descent.engine.tensor.Noise;
import java.util.Arrays;

/**
 * Everything but the products and convolutions, element by element: the plainest form of each
 * expression of {@link Kernels}.
 */
abstract class ScalarKernels implements Kernels {

  /** Each byte, read from 0 to 255, divided by 255. */
  private static final float[] PIXELS = new float[256];

  static {
    for (int i = 0; i < PIXELS.length; i++) {
      PIXELS[i] = i / 255f;
    }
  }

  private float[] row = new float[0];
  private float[] accumulator = new float[0];

  @Override
  public void pixels(int n, byte[] pixels, int from, float[] y, int at) {
    for (int i = 0; i < n; i++) {
      y[at + i] = PIXELS[pixels[from + i] & 0xff];
    }
  }

  @Override
  public void unpack(int n, byte[] packed, int from, byte[] y, int at) {
    PackedPixels.unpack(n, packed, from, y, at);
  }

  @Override
  public void nnOfPixels(int m, int n, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    int columns = a.columns();
    nn(m, n, columns, a.floats(m, this), columns, b, ldb, c, ldc);
  }

  @Override
  public void tnOfPixels(int n, int k, PixelBatch a, float[] b, int ldb, float[] c, int ldc) {
    int columns = a.columns();
    tn(columns, n, k, a.floats(k, this), columns, b, ldb, c, ldc);
  }

  @Override
  public void row(int n, int k, float[] a, float[] b, int ldb, float[] c) {
    nn(1, n, k, a, k, b, ldb, c, n);
  }

  @Override
  public void maxPool(Window w, int samples, float[] x, float[] y, int[] argmax) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int at = 0;
    for (int n = 0; n < samples; n++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, at += out.stride()) {
          for (int c = 0; c < out.channels(); c++) {
            int first = oy * w.strideHeight() * in.width() + ox * w.strideWidth();
            int best = largest(w, x, n * in.size() + c, first);
            y[at + c] = x[n * in.size() + best * in.stride() + c];
            argmax[at + c] = best;
          }
        }
      }
    }
  }

  private static int largest(Window w, float[] x, int base, int first) {
    int stride = w.in().stride();
    int best = first;
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        int position = first + ky * w.in().width() + kx;
        if (x[base + position * stride] > x[base + best * stride]) {
          best = position;
        }
      }
    }
    return best;
  }

  @Override
  public void maxPoolGradient(Window w, int samples, float[] dy, int[] argmax, float[] dx) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    Arrays.fill(dx, 0, samples * in.size(), 0f);
    int at = 0;
    for (int n = 0; n < samples; n++) {
      for (int o = 0; o < out.positions(); o++, at += out.stride()) {
        for (int c = 0; c < out.channels(); c++) {
          dx[n * in.size() + argmax[at + c] * in.stride() + c] += dy[at + c];
        }
      }
    }
  }

  @Override
  public void averagePool(Window w, int samples, float[] x, float[] y) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int at = 0;
    for (int n = 0; n < samples; n++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, at += out.stride()) {
          int first = oy * w.strideHeight() * in.width() + ox * w.strideWidth();
          for (int c = 0; c < out.channels(); c++) {
            y[at + c] = windowSum(w, x, n * in.size() + first * in.stride() + c) / w.taps();
          }
        }
      }
    }
  }

  private static float windowSum(Window w, float[] x, int base) {
    float sum = 0f;
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        sum += x[base + (ky * w.in().width() + kx) * w.in().stride()];
      }
    }
    return sum;
  }

  @Override
  public void averagePoolGradient(Window w, int samples, float[] dy, float[] dx) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    Arrays.fill(dx, 0, samples * in.size(), 0f);
    int at = 0;
    for (int n = 0; n < samples; n++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++, at += out.stride()) {
          int first = oy * w.strideHeight() * in.width() + ox * w.strideWidth();
          for (int c = 0; c < out.channels(); c++) {
            spread(w, dy[at + c] / w.taps(), dx, n * in.size() + first * in.stride() + c);
          }
        }
      }
    }
  }

  private static void spread(Window w, float share, float[] dx, int base) {
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        dx[base + (ky * w.in().width() + kx) * w.in().stride()] += share;
      }
    }
  }

  @Override
  public void addRowInPlace(int rows, int columns, float[] bias, float[] y, int ld) {
    float[] sum = row(columns);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(y, r * ld, sum, 0, columns);
      for (int j = 0; j < columns; j++) {
        sum[j] += bias[j];
      }
      System.arraycopy(sum, 0, y, r * ld, columns);
    }
  }

  @Override
  public void relu(int n, float[] x, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  @Override
  public void reluGradient(int n, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < n; i++) {
      dx[i] = y[i] > 0f ? dy[i] : 0f;
    }
  }

  @Override
  public void leakyRelu(int n, float slope, float[] x, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] > 0f ? x[i] : slope * x[i];
    }
  }

  @Override
  public void leakyReluGradient(int n, float slope, float[] x, float[] dy, float[] dx) {
    for (int i = 0; i < n; i++) {
      dx[i] = x[i] > 0f ? dy[i] : slope * dy[i];
    }
  }

  @Override
  public void sigmoid(int n, float[] x, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = Elementary.sigmoid(x[i]);
    }
  }

  @Override
  public void sigmoidGradient(int n, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * Math.fma(-y[i], y[i], y[i]);
    }
  }

  @Override
  public void tanh(int n, float[] x, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = Elementary.tanh(x[i]);
    }
  }

  @Override
  public void tanhGradient(int n, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * Math.fma(-y[i], y[i], 1f);
    }
  }

  @Override
  public void gelu(int n, float[] x, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = Elementary.gelu(x[i]);
    }
  }

  @Override
  public void geluGradient(int n, float[] x, float[] dy, float[] dx) {
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * Elementary.geluSlope(x[i]);
    }
  }

  @Override
  public void geluTanh(int n, float[] x, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = Elementary.geluTanh(x[i]);
    }
  }

  @Override
  public void geluTanhGradient(int n, float[] x, float[] dy, float[] dx) {
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * Elementary.geluTanhSlope(x[i]);
    }
  }

  @Override
  public void dropout(
      int rows, int columns, long key, int threshold, float scale, float[] x, float[] y, int ld) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        boolean kept = Noise.bits(key, r * columns + j) >>> 8 >= threshold;
        y[r * ld + j] = kept ? x[r * ld + j] * scale : 0f;
      }
    }
  }

  @Override
  public void scaleInPlace(int n, float factor, float[] x) {
    for (int i = 0; i < n; i++) {
      x[i] *= factor;
    }
  }

  @Override
  public void softmax(
      int rows, int columns, float[] y, int ldy, float[] p, int ldp, float[] max, float[] sum) {
    for (int r = 0; r < rows; r++) {
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
  public void columnSums(int rows, int columns, float[] x, int ld, float[] sums) {
    float[] values = row(columns);
    Arrays.fill(sums, 0, columns, 0f);
    for (int from = 0; from < rows; from += BLOCK) {
      float[] acc = accumulator(columns);
      for (int r = from; r < Math.min(rows, from + BLOCK); r++) {
        System.arraycopy(x, r * ld, values, 0, columns);
        for (int j = 0; j < columns; j++) {
          acc[j] += values[j];
        }
      }
      addInPlace(columns, acc, sums);
    }
  }

  @Override
  public void columnSquares(int rows, int columns, float[] x, int ld, float[] mean, float[] sums) {
    float[] values = row(columns);
    Arrays.fill(sums, 0, columns, 0f);
    for (int from = 0; from < rows; from += BLOCK) {
      float[] acc = accumulator(columns);
      for (int r = from; r < Math.min(rows, from + BLOCK); r++) {
        System.arraycopy(x, r * ld, values, 0, columns);
        for (int j = 0; j < columns; j++) {
          float d = values[j] - mean[j];
          acc[j] = Math.fma(d, d, acc[j]);
        }
      }
      addInPlace(columns, acc, sums);
    }
  }

  @Override
  public void columnProducts(int rows, int columns, float[] x, float[] y, int ld, float[] sums) {
    Arrays.fill(sums, 0, columns, 0f);
    for (int from = 0; from < rows; from += BLOCK) {
      float[] acc = accumulator(columns);
      for (int r = from; r < Math.min(rows, from + BLOCK); r++) {
        for (int j = 0; j < columns; j++) {
          acc[j] = Math.fma(x[r * ld + j], y[r * ld + j], acc[j]);
        }
      }
      addInPlace(columns, acc, sums);
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
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        float z = (x[r * ld + j] - mean[j]) * inverse[j];
        normal[r * ld + j] = z;
        y[r * ld + j] = Math.fma(gamma[j], z, beta[j]);
      }
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
    for (int r = 0; r < rows; r++) {
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

  @Override
  public void sgd(int n, float lr, float decay, float[] w, float[] g) {
    for (int i = 0; i < n; i++) {
      w[i] = Math.fma(-lr, Math.fma(decay, w[i], g[i]), w[i]);
    }
  }

  @Override
  public void momentum(
      int n, float lr, float momentum, float decay, float[] w, float[] g, float[] v) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float s = Math.fma(momentum, v[i], d);
      v[i] = s;
      w[i] = Math.fma(-lr, s, w[i]);
    }
  }

  @Override
  public void nesterov(
      int n, float lr, float momentum, float decay, float[] w, float[] g, float[] v) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float s = Math.fma(momentum, v[i], d);
      v[i] = s;
      w[i] = Math.fma(-lr, Math.fma(momentum, s, d), w[i]);
    }
  }

  @Override
  public void adagrad(int n, float lr, float eps, float decay, float[] w, float[] g, float[] s) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float sum = Math.fma(d, d, s[i]);
      s[i] = sum;
      w[i] = Math.fma(-lr, d / ((float) Math.sqrt(sum) + eps), w[i]);
    }
  }

  @Override
  public void rmsProp(
      int n,
      float lr,
      float alpha,
      float gain,
      float eps,
      float decay,
      float[] w,
      float[] g,
      float[] s) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float mean = Math.fma(alpha, s[i], gain * (d * d));
      s[i] = mean;
      w[i] = Math.fma(-lr, d / ((float) Math.sqrt(mean) + eps), w[i]);
    }
  }

  @Override
  public void adam(
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
      float[] v) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float first = Math.fma(beta1, m[i], gain1 * d);
      float second = Math.fma(beta2, v[i], gain2 * (d * d));
      m[i] = first;
      v[i] = second;
      float root = Math.fma((float) Math.sqrt(second), correction, eps);
      w[i] = Math.fma(-step, first / root, w[i] * keep);
    }
  }

  static void addInPlace(int n, float[] x, float[] sum) {
    for (int j = 0; j < n; j++) {
      sum[j] += x[j];
    }
  }

  private float[] row(int columns) {
    if (row.length < columns) {
      row = new float[columns];
    }
    return row;
  }

  private float[] accumulator(int columns) {
    if (accumulator.length < columns) {
      accumulator = new float[columns];
    }
    Arrays.fill(accumulator, 0, columns, 0f);
    return accumulator;
  }
}
