package io.descent.engine.kernel.convolution;

import static io.descent.engine.kernel.Kernels.BLOCK;

import io.descent.engine.kernel.Convolutions;
import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Window;
import io.descent.engine.kernel.products.Panels;
import io.descent.engine.kernel.products.RowBuffer;
import java.util.Arrays;

/**
 * Convolutions as products of row panels. Rows run along positions, not along the few channels, as
 * long as the sums allow it: long rows are what {@link Panels} is fast on.
 */
public final class PlainConvolutions implements Convolutions {

  private static final int COLUMNS = 512;

  private final RowBuffer right = new RowBuffer();
  private final RowBuffer block = new RowBuffer();
  private final RowBuffer total = new RowBuffer();
  private float[] packed = new float[0];
  private float[] planes = new float[0];

  @Override
  public void forward(int from, int to, Window w, float[] x, float[] weights, float[] y) {
    FeatureMap out = w.out();
    int samples = to - from;
    int depth = w.taps() * w.in().channels();
    int positions = samples * out.positions();
    separate(w.in(), from, samples, x);
    for (int q = 0; q < positions; q += COLUMNS) {
      int width = Math.min(COLUMNS, positions - q);
      float[][] sums = total.rows(out.channels(), width);
      for (int k = 0; k < depth; k += BLOCK) {
        int terms = Math.min(BLOCK, depth - k);
        float[][] panel = right.rows(terms, width);
        gatherInput(w, samples, k, terms, q, width, panel);
        int at = k * out.stride();
        addBlock(out.channels(), width, terms, weights, at, 1, out.stride(), panel, sums, k > 0);
      }
      int at = from * out.size() + q * out.stride();
      scatter(out.channels(), 0, width, sums, y, at, out.stride());
    }
  }

  /** Planes of so many samples, one a channel: what lies side by side is copied in one go. */
  private void separate(FeatureMap map, int from, int samples, float[] x) {
    int first = from * map.size();
    int positions = samples * map.positions();
    if (planes.length < map.channels() * positions) {
      planes = new float[map.channels() * positions];
    }
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < map.channels(); c++) {
        planes[c * positions + p] = x[first + p * map.stride() + c];
      }
    }
  }

  /** The factors of terms k = (ky, kx, channel) from k on, for output positions from q on. */
  private void gatherInput(
      Window w, int samples, int k, int terms, int q, int width, float[][] panel) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int channels = in.channels();
    for (int i = 0, length; i < width; i += length) {
      int ox = (q + i) % out.width();
      int oy = (q + i) / out.width() % out.height();
      int sample = (q + i) / out.positions();
      length = Math.min(out.width() - ox, width - i);
      for (int p = 0, count; p < terms; p += count) {
        int tap = (k + p) / channels;
        int channel = (k + p) % channels;
        count = Math.min(channels - channel, terms - p);
        int iy = oy * w.strideHeight() + tap / w.kernelWidth() - w.paddingHeight();
        int ix = ox * w.strideWidth() + tap % w.kernelWidth() - w.paddingWidth();
        boolean inside = iy >= 0 && iy < in.height();
        int line = inside ? (sample * in.height() + iy) * in.width() : 0;
        for (int c = 0; c < count; c++) {
          int from = (channel + c) * samples * in.positions() + line;
          copyLine(from, inside ? in.width() : 0, ix, w.strideWidth(), panel[p + c], i, length);
        }
      }
    }
  }

  /** row[at + j] = the plane's line at ix + j · step, 0 outside of it. */
  private void copyLine(int line, int size, int ix, int step, float[] row, int at, int length) {
    int from = step == 1 ? Math.max(0, -ix) : Math.max(0, Math.ceilDiv(-ix, step));
    int to = step == 1 ? size - ix : Math.ceilDiv(size - ix, step);
    int first = Math.min(from, length);
    int last = Math.min(Math.max(to, first), length);
    for (int j = 0; j < first; j++) {
      row[at + j] = 0f;
    }
    for (int j = first; j < last; j++) {
      row[at + j] = planes[line + ix + j * step];
    }
    for (int j = last; j < length; j++) {
      row[at + j] = 0f;
    }
  }

  /** Lines of the kernel that hold rows of the range are computed as a whole. */
  @Override
  public void weightGradient(
      int from, int to, Window w, int samples, float[] x, float[] dy, float[] dWeights) {
    FeatureMap out = w.out();
    int positions = samples * out.positions();
    int line = w.kernelWidth() * w.in().channels();
    int group = Math.max(1, COLUMNS / line);
    int end = Math.ceilDiv(to, line);
    for (int ky = from / line; ky < end; ky += group) {
      int lines = Math.min(group, end - ky);
      int width = lines * line;
      float[][] sums = total.rows(out.channels(), width);
      for (int p = 0; p < positions; p += BLOCK) {
        int terms = Math.min(BLOCK, positions - p);
        float[][] panel = right.rows(terms, width);
        for (int i = 0; i < terms; i++) {
          gatherWindow(w, x, p + i, ky, lines, panel[i]);
        }
        int at = p * out.stride();
        addBlock(out.channels(), width, terms, dy, at, 1, out.stride(), panel, sums, p > 0);
      }
      int first = Math.max(0, from - ky * line);
      int last = Math.min(width, to - ky * line);
      int at = ky * line * out.stride();
      scatter(out.channels(), first, last, sums, dWeights, at, out.stride());
    }
  }

  /** The inputs of output position p under lines of the kernel from {@code ky} on. */
  private static void gatherWindow(Window w, float[] x, int p, int ky, int lines, float[] row) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int top = p / out.width() % out.height() * w.strideHeight() - w.paddingHeight() + ky;
    int left = p % out.width() * w.strideWidth() - w.paddingWidth();
    int sample = p / out.positions();
    int line = w.kernelWidth() * in.channels();
    for (int i = 0; i < lines; i++) {
      if (top + i < 0 || top + i >= in.height()) {
        Arrays.fill(row, i * line, (i + 1) * line, 0f);
      } else {
        int base = (sample * in.height() + top + i) * in.width() * in.stride();
        gatherLine(w, x, base, left, row, i * line);
      }
    }
  }

  private static void gatherLine(Window w, float[] x, int base, int left, float[] row, int at) {
    FeatureMap in = w.in();
    int channels = in.channels();
    int from = Math.clamp(-left, 0, w.kernelWidth());
    int to = Math.clamp(in.width() - left, from, w.kernelWidth());
    Arrays.fill(row, at, at + from * channels, 0f);
    if (in.stride() == channels) {
      int first = base + (left + from) * channels;
      System.arraycopy(x, first, row, at + from * channels, (to - from) * channels);
    } else {
      for (int kx = from; kx < to; kx++) {
        System.arraycopy(x, base + (left + kx) * in.stride(), row, at + kx * channels, channels);
      }
    }
    Arrays.fill(row, at + to * channels, at + w.kernelWidth() * channels, 0f);
  }

  @Override
  public void inputGradient(int from, int to, Window w, float[] dy, float[] weights, float[] dx) {
    FeatureMap in = w.in();
    int samples = to - from;
    int depth = w.taps() * w.out().channels();
    int positions = samples * in.positions();
    packTransposed(w, weights);
    separate(w.out(), from, samples, dy);
    for (int q = 0; q < positions; q += COLUMNS) {
      int width = Math.min(COLUMNS, positions - q);
      float[][] sums = total.rows(in.channels(), width);
      for (int k = 0; k < depth; k += BLOCK) {
        int terms = Math.min(BLOCK, depth - k);
        float[][] panel = right.rows(terms, width);
        gatherOutput(w, samples, k, terms, q, width, panel);
        addBlock(in.channels(), width, terms, packed, k, depth, 1, panel, sums, k > 0);
      }
      int at = from * in.size() + q * in.stride();
      scatter(in.channels(), 0, width, sums, dx, at, in.stride());
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

  /** The factors of terms k = (ky, kx, out channel) from k on, for input positions from q on. */
  private void gatherOutput(
      Window w, int samples, int k, int terms, int q, int width, float[][] panel) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int channels = out.channels();
    for (int i = 0, length; i < width; i += length) {
      int ix = (q + i) % in.width();
      int iy = (q + i) / in.width() % in.height();
      int sample = (q + i) / in.positions();
      length = Math.min(in.width() - ix, width - i);
      for (int p = 0, count; p < terms; p += count) {
        int tap = (k + p) / channels;
        int channel = (k + p) % channels;
        count = Math.min(channels - channel, terms - p);
        int y = iy + w.paddingHeight() - tap / w.kernelWidth();
        int x = ix + w.paddingWidth() - tap % w.kernelWidth();
        int oy = Math.floorDiv(y, w.strideHeight());
        boolean inside = y >= 0 && oy < out.height() && oy * w.strideHeight() == y;
        int line = inside ? (sample * out.height() + oy) * out.width() : 0;
        for (int c = 0; c < count; c++) {
          int from = (channel + c) * samples * out.positions() + line;
          spread(from, inside ? out.width() : 0, x, w.strideWidth(), panel[p + c], i, length);
        }
      }
    }
  }

  /** row[at + ox · step − x] = the plane's line at ox, 0 between. */
  private void spread(int line, int size, int x, int step, float[] row, int at, int length) {
    if (step == 1) {
      copyLine(line, size, x, 1, row, at, length);
      return;
    }
    Arrays.fill(row, at, at + length, 0f);
    int end = Math.min(size, Math.ceilDiv(x + length, step));
    for (int ox = Math.max(0, Math.ceilDiv(x, step)); ox < end; ox++) {
      row[at + ox * step - x] = planes[line + ox];
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
      Panels.addInPlace(n, values[i], sums[i]);
    }
  }

  /** c[at + j · ld + i] = sums[i][j] + 0, for j from {@code first} to below {@code last}. */
  private static void scatter(
      int m, int first, int last, float[][] sums, float[] c, int at, int ld) {
    for (int i = 0; i < m; i++) {
      float[] row = sums[i];
      for (int j = first; j < last; j++) {
        c[at + j * ld + i] = row[j] + 0f;
      }
    }
  }
}
