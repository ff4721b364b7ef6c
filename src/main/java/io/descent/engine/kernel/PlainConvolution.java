package io.descent.engine.kernel;

import java.util.Arrays;

/**
 * Convolutions as products of row panels. Rows run along positions, not along the few channels, as
 * long as the sums allow it: long rows are what {@link Panels} is fast on.
 */
final class PlainConvolution {

  private static final int COLUMNS = 512;
  private static final int BLOCK = Kernels.BLOCK;

  private final RowBuffer right = new RowBuffer();
  private final RowBuffer block = new RowBuffer();
  private final RowBuffer total = new RowBuffer();
  private float[] packed = new float[0];

  void forward(Window w, int samples, float[] x, float[] weights, float[] y) {
    FeatureMap out = w.out();
    int depth = w.taps() * w.in().channels();
    int positions = samples * out.positions();
    for (int q = 0; q < positions; q += COLUMNS) {
      int width = Math.min(COLUMNS, positions - q);
      float[][] sums = total.rows(out.channels(), width);
      for (int k = 0; k < depth; k += BLOCK) {
        int terms = Math.min(BLOCK, depth - k);
        float[][] panel = right.rows(terms, width);
        for (int p = 0; p < terms; p++) {
          gatherInput(w, x, k + p, q, width, panel[p]);
        }
        int at = k * out.stride();
        addBlock(out.channels(), width, terms, weights, at, 1, out.stride(), panel, sums, k > 0);
      }
      scatter(out.channels(), width, sums, y, q * out.stride(), out.stride());
    }
  }

  /** The factor of term k = (ky, kx, channel) for output positions from q on. */
  private static void gatherInput(Window w, float[] x, int k, int q, int width, float[] row) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int channel = k % in.channels();
    int ky = k / in.channels() / w.kernelWidth();
    int kx = k / in.channels() % w.kernelWidth();
    for (int i = 0; i < width; ) {
      int ox = (q + i) % out.width();
      int oy = (q + i) / out.width() % out.height();
      int sample = (q + i) / out.positions();
      int length = Math.min(out.width() - ox, width - i);
      int iy = oy * w.strideHeight() + ky - w.paddingHeight();
      int ix = ox * w.strideWidth() + kx - w.paddingWidth();
      if (iy < 0 || iy >= in.height()) {
        Arrays.fill(row, i, i + length, 0f);
      } else {
        int base = (sample * in.height() + iy) * in.width() * in.stride() + channel;
        strided(x, base, ix, w.strideWidth(), in, row, i, length);
      }
      i += length;
    }
  }

  private static void strided(
      float[] x, int base, int ix, int step, FeatureMap in, float[] row, int at, int length) {
    for (int j = 0; j < length; j++, ix += step) {
      row[at + j] = ix >= 0 && ix < in.width() ? x[base + ix * in.stride()] : 0f;
    }
  }

  void weightGradient(Window w, int samples, float[] x, float[] dy, float[] dWeights) {
    FeatureMap out = w.out();
    int channels = w.in().channels();
    int positions = samples * out.positions();
    int group = Math.max(1, COLUMNS / channels);
    for (int tap = 0; tap < w.taps(); tap += group) {
      int taps = Math.min(group, w.taps() - tap);
      int width = taps * channels;
      float[][] sums = total.rows(out.channels(), width);
      for (int p = 0; p < positions; p += BLOCK) {
        int terms = Math.min(BLOCK, positions - p);
        float[][] panel = right.rows(terms, width);
        for (int i = 0; i < terms; i++) {
          gatherWindow(w, x, p + i, tap, taps, panel[i]);
        }
        int at = p * out.stride();
        addBlock(out.channels(), width, terms, dy, at, 1, out.stride(), panel, sums, p > 0);
      }
      int at = tap * channels * out.stride();
      scatter(out.channels(), width, sums, dWeights, at, out.stride());
    }
  }

  /** The inputs of output position p under the taps from {@code tap} on. */
  private static void gatherWindow(Window w, float[] x, int p, int tap, int taps, float[] row) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int top = p / out.width() % out.height() * w.strideHeight() - w.paddingHeight();
    int left = p % out.width() * w.strideWidth() - w.paddingWidth();
    int sample = p / out.positions();
    for (int t = 0; t < taps; t++) {
      int iy = top + (tap + t) / w.kernelWidth();
      int ix = left + (tap + t) % w.kernelWidth();
      int to = t * in.channels();
      if (iy < 0 || iy >= in.height() || ix < 0 || ix >= in.width()) {
        Arrays.fill(row, to, to + in.channels(), 0f);
      } else {
        int from = ((sample * in.height() + iy) * in.width() + ix) * in.stride();
        System.arraycopy(x, from, row, to, in.channels());
      }
    }
  }

  void inputGradient(Window w, int samples, float[] dy, float[] weights, float[] dx) {
    FeatureMap in = w.in();
    int depth = w.taps() * w.out().channels();
    int positions = samples * in.positions();
    packTransposed(w, weights);
    for (int q = 0; q < positions; q += COLUMNS) {
      int width = Math.min(COLUMNS, positions - q);
      float[][] sums = total.rows(in.channels(), width);
      for (int k = 0; k < depth; k += BLOCK) {
        int terms = Math.min(BLOCK, depth - k);
        float[][] panel = right.rows(terms, width);
        for (int p = 0; p < terms; p++) {
          gatherOutput(w, dy, k + p, q, width, panel[p]);
        }
        addBlock(in.channels(), width, terms, packed, k, depth, 1, panel, sums, k > 0);
      }
      scatter(in.channels(), width, sums, dx, q * in.stride(), in.stride());
    }
  }

  /** packed (in channel × (tap, out channel)) from weights ((tap, in channel) × out channel). */
  private void packTransposed(Window w, float[] weights) {
    int outs = w.out().channels();
    int depth = w.taps() * outs;
    if (packed.length < w.in().channels() * depth) {
      packed = new float[w.in().channels() * depth];
    }
    for (int tap = 0; tap < w.taps(); tap++) {
      for (int c = 0; c < w.in().channels(); c++) {
        int from = (tap * w.in().channels() + c) * w.out().stride();
        System.arraycopy(weights, from, packed, c * depth + tap * outs, outs);
      }
    }
  }

  /** The factor of term k = (ky, kx, out channel) for input positions from q on. */
  private static void gatherOutput(Window w, float[] dy, int k, int q, int width, float[] row) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int channel = k % out.channels();
    int ky = k / out.channels() / w.kernelWidth();
    int kx = k / out.channels() % w.kernelWidth();
    for (int i = 0; i < width; ) {
      int ix = (q + i) % in.width();
      int iy = (q + i) / in.width() % in.height();
      int sample = (q + i) / in.positions();
      int length = Math.min(in.width() - ix, width - i);
      int y = iy + w.paddingHeight() - ky;
      int x = ix + w.paddingWidth() - kx;
      int oy = y / w.strideHeight();
      if (y < 0 || y % w.strideHeight() != 0 || oy >= out.height()) {
        Arrays.fill(row, i, i + length, 0f);
      } else {
        int base = (sample * out.height() + oy) * out.width() * out.stride() + channel;
        spaced(dy, base, x, w.strideWidth(), out, row, i, length);
      }
      i += length;
    }
  }

  private static void spaced(
      float[] dy, int base, int x, int step, FeatureMap out, float[] row, int at, int length) {
    for (int j = 0; j < length; j++, x++) {
      int ox = x / step;
      boolean hit = x >= 0 && ox < out.width() && ox * step == x;
      row[at + j] = hit ? dy[base + ox * out.stride()] : 0f;
    }
  }

  private void addBlock(
      int m,
      int n,
      int k,
      float[] a,
      int at,
      int rs,
      int ks,
      float[][] panel,
      float[][] sums,
      boolean add) {
    if (!add) {
      Panels.multiply(m, n, k, a, at, rs, ks, panel, sums);
      return;
    }
    float[][] values = block.rows(m, n);
    Panels.multiply(m, n, k, a, at, rs, ks, panel, values);
    for (int i = 0; i < m; i++) {
      ScalarKernels.addInPlace(n, values[i], sums[i]);
    }
  }

  /** c[at + j · ld + i] = sums[i][j] + 0. */
  private static void scatter(int m, int n, float[][] sums, float[] c, int at, int ld) {
    for (int i = 0; i < m; i++) {
      float[] row = sums[i];
      for (int j = 0; j < n; j++) {
        c[at + j * ld + i] = row[j] + 0f;
      }
    }
  }
}
