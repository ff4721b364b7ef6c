package io.descent.engine.kernel;

/** The products and convolutions as three loops over scalars, which define the bits of the rest. */
public final class ControlKernels extends ScalarKernels {

  private interface Terms {
    /** The factors of term k of an output, multiplied into the chain. */
    float add(int k, float acc);
  }

  @Override
  public String name() {
    return "control";
  }

  private static float sum(int k, Terms terms) {
    float total = 0f;
    for (int from = 0; from < k; from += BLOCK) {
      float acc = 0f;
      for (int p = from; p < Math.min(k, from + BLOCK); p++) {
        acc = terms.add(p, acc);
      }
      total += acc;
    }
    return total + 0f;
  }

  @Override
  public void nn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    product(m, n, k, a, lda, 1, b, ldb, 1, c, ldc);
  }

  @Override
  public void tn(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    product(m, n, k, a, 1, lda, b, ldb, 1, c, ldc);
  }

  @Override
  public void nt(int m, int n, int k, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
    product(m, n, k, a, lda, 1, b, 1, ldb, c, ldc);
  }

  private static void product(
      int m,
      int n,
      int k,
      float[] a,
      int ai,
      int ak,
      float[] b,
      int bk,
      int bj,
      float[] c,
      int ldc) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int row = i * ai;
        int column = j * bj;
        c[i * ldc + j] = sum(k, (p, acc) -> Math.fma(a[row + p * ak], b[p * bk + column], acc));
      }
    }
  }

  @Override
  public void convolve(Window w, int samples, float[] x, float[] weights, float[] y) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    for (int p = 0; p < samples * out.positions(); p++) {
      int sample = p / out.positions();
      int top = p / out.width() % out.height() * w.strideHeight() - w.paddingHeight();
      int left = p % out.width() * w.strideWidth() - w.paddingWidth();
      for (int j = 0; j < out.channels(); j++) {
        int o = j;
        y[p * out.stride() + o] =
            sum(
                w.taps() * in.channels(),
                (k, acc) -> {
                  int tap = k / in.channels();
                  int iy = top + tap / w.kernelWidth();
                  int ix = left + tap % w.kernelWidth();
                  if (iy < 0 || iy >= in.height() || ix < 0 || ix >= in.width()) {
                    return acc;
                  }
                  int at = ((sample * in.height() + iy) * in.width() + ix) * in.stride();
                  return Math.fma(x[at + k % in.channels()], weights[k * out.stride() + o], acc);
                });
      }
    }
  }

  @Override
  public void convolveWeightGradient(
      Window w, int samples, float[] x, float[] dy, float[] dWeights) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    for (int i = 0; i < w.taps() * in.channels(); i++) {
      int ky = i / in.channels() / w.kernelWidth();
      int kx = i / in.channels() % w.kernelWidth();
      int channel = i % in.channels();
      for (int j = 0; j < out.channels(); j++) {
        int o = j;
        dWeights[i * out.stride() + o] =
            sum(
                samples * out.positions(),
                (p, acc) -> {
                  int iy =
                      p / out.width() % out.height() * w.strideHeight() - w.paddingHeight() + ky;
                  int ix = p % out.width() * w.strideWidth() - w.paddingWidth() + kx;
                  if (iy < 0 || iy >= in.height() || ix < 0 || ix >= in.width()) {
                    return acc;
                  }
                  int row = p / out.positions() * in.height() + iy;
                  int at = (row * in.width() + ix) * in.stride() + channel;
                  return Math.fma(x[at], dy[p * out.stride() + o], acc);
                });
      }
    }
  }

  @Override
  public void convolveInputGradient(
      Window w, int samples, float[] dy, float[] weights, float[] dx) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    for (int p = 0; p < samples * in.positions(); p++) {
      int sample = p / in.positions();
      int iy = p / in.width() % in.height();
      int ix = p % in.width();
      for (int j = 0; j < in.channels(); j++) {
        int channel = j;
        dx[p * in.stride() + channel] =
            sum(
                w.taps() * out.channels(),
                (k, acc) -> {
                  int tap = k / out.channels();
                  int o = k % out.channels();
                  int y = iy + w.paddingHeight() - tap / w.kernelWidth();
                  int x = ix + w.paddingWidth() - tap % w.kernelWidth();
                  int oy = y / w.strideHeight();
                  int ox = x / w.strideWidth();
                  boolean hit =
                      y >= 0
                          && x >= 0
                          && y % w.strideHeight() == 0
                          && x % w.strideWidth() == 0
                          && oy < out.height()
                          && ox < out.width();
                  if (!hit) {
                    return acc;
                  }
                  int at = ((sample * out.height() + oy) * out.width() + ox) * out.stride() + o;
                  float weight = weights[(tap * in.channels() + channel) * out.stride() + o];
                  return Math.fma(dy[at], weight, acc);
                });
      }
    }
  }
}
