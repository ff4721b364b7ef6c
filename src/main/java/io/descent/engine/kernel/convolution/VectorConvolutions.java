package io.descent.engine.kernel.convolution;

import static io.descent.engine.kernel.Kernels.BLOCK;

import io.descent.engine.kernel.Convolutions;
import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Window;
import io.descent.engine.kernel.products.OffsetTable;
import io.descent.engine.kernel.products.VectorProducts;
import io.descent.engine.kernel.products.written.Tiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jdk.incubator.vector.FloatVector;

/**
 * Convolutions without copies of their windows: {@link Tiles} find the terms by tables of offsets.
 * Lanes are channels of the result.
 */
public final class VectorConvolutions implements Convolutions {

  /** Rows at a distance of a multiple of this many floats share too few sets of the first cache. */
  private static final int ALIASING = 256;

  private static final int L = FloatVector.SPECIES_PREFERRED.length();

  private final Map<Window, ConvolutionTables> tables = new HashMap<>();
  private final OffsetTable sampleRows = new OffsetTable();
  private float[] padded = new float[0];
  private float[] spread = new float[0];
  private float[] transposed = new float[0];
  private int[] pairs = new int[0];
  private int[] blockEnds = new int[0];

  private ConvolutionTables tables(Window w) {
    ConvolutionTables known = tables.get(w);
    if (known == null) {
      known = new ConvolutionTables(w);
      tables.put(w, known);
    }
    return known;
  }

  /** Rows are the output positions of a sample. */
  @Override
  public void forward(int from, int to, Window w, float[] x, float[] weights, float[] y) {
    ConvolutionTables t = tables(w);
    FeatureMap out = w.out();
    int positions = out.positions();
    int end = columns(out);
    for (int n = from; n < to; n++) {
      boolean inPlace = t.paddedSize == w.in().size();
      float[] input = inPlace ? x : pad(w, t, x, n, 1);
      int at = inPlace ? n * w.in().size() : 0;
      for (int j = 0; j < end; ) {
        int vectors = VectorProducts.vectors(end - j);
        int columns = Math.min(end - j, vectors * L);
        int result = n * out.size() + j;
        for (int k = 0; k < t.taps.length; k += BLOCK) {
          int limit = Math.min(t.taps.length, k + BLOCK);
          Tiles.panel(
              vectors,
              columns,
              0,
              positions,
              k,
              limit,
              t.tapTerms,
              input,
              at,
              t.corners,
              weights,
              j,
              y,
              result,
              out.stride(),
              k > 0);
        }
        j += columns;
      }
    }
  }

  /** Rows are (tap, in channel); a block of terms goes on over the samples. */
  @Override
  public void weightGradient(
      int from, int to, Window w, int samples, float[] x, float[] dy, float[] dWeights) {
    ConvolutionTables t = tables(w);
    FeatureMap out = w.out();
    int positions = out.positions();
    int terms = samples * positions;
    int end = columns(out);
    for (int p = 0; p < terms; p += BLOCK) {
      int sample = p / positions;
      int first = p - sample * positions;
      int limit = first + Math.min(BLOCK, terms - p);
      boolean inPlace = t.paddedSize == w.in().size();
      float[] input = inPlace ? x : pad(w, t, x, sample, (limit - 1) / positions + 1);
      int at = inPlace ? sample * w.in().size() : 0;
      for (int j = 0; j < end; ) {
        int vectors = VectorProducts.vectors(end - j);
        int columns = Math.min(end - j, vectors * L);
        int of = sample * out.size() + j;
        Tiles.panel(
            vectors,
            columns,
            from,
            to,
            first,
            limit,
            t.cornerTerms,
            input,
            at,
            t.taps,
            dy,
            of,
            dWeights,
            j,
            out.stride(),
            p > 0);
        j += columns;
      }
    }
  }

  /** The columns of a product: all of a row where full vectors fit into it. */
  private static int columns(FeatureMap map) {
    int full = (map.channels() + L - 1) / L * L;
    return full <= map.stride() ? full : map.channels();
  }

  /** Samples with zeros around them. */
  private float[] pad(Window w, ConvolutionTables t, float[] x, int sample, int samples) {
    if (padded.length < samples * t.paddedSize) {
      padded = new float[samples * t.paddedSize];
    }
    Arrays.fill(padded, 0, samples * t.paddedSize, 0f);
    FeatureMap in = w.in();
    int row = in.width() * in.stride();
    for (int n = 0; n < samples; n++) {
      for (int y = 0; y < in.height(); y++) {
        int at = (w.paddingHeight() + y) * t.paddedWidth + w.paddingWidth();
        int from = (sample + n) * in.size() + y * row;
        System.arraycopy(x, from, padded, n * t.paddedSize + at * in.stride(), row);
      }
    }
    return padded;
  }

  /**
   * Rows are samples: at one input position all of them have the same terms. Positions that are
   * reached alike share their tables.
   */
  @Override
  public void inputGradient(int from, int to, Window w, float[] dy, float[] weights, float[] dx) {
    ConvolutionTables t = tables(w);
    int width = (w.in().channels() + L - 1) / L * L;
    transposeWeights(w, weights, width);
    int size = w.out().size();
    boolean aliased = size % ALIASING == 0;
    int distance = aliased ? size + L : size;
    float[] gradient = aliased ? spread(from, to, dy, size, distance) : dy;
    int[] ar = sampleRows.of(distance, to);
    for (int[] ys : t.vertical.groups()) {
      for (int[] xs : t.horizontal.groups()) {
        int blocks = findTerms(w, t, ys[0], xs[0], width);
        for (int iy : ys) {
          for (int ix : xs) {
            int corner = t.vertical.output(iy) * w.out().width() + t.horizontal.output(ix);
            int at = (iy * w.in().width() + ix) * w.in().stride();
            position(
                from, to, w.in(), blocks, gradient, corner * w.out().stride(), ar, width, dx, at);
          }
        }
      }
    }
  }

  private void position(
      int from,
      int to,
      FeatureMap in,
      int blocks,
      float[] dy,
      int corner,
      int[] ar,
      int width,
      float[] dx,
      int at) {
    int end = columns(in);
    for (int j = 0; j < end; ) {
      int vectors = VectorProducts.vectors(end - j);
      int columns = Math.min(end - j, vectors * L);
      int term = 0;
      for (int b = 0; b < blocks; b++) {
        Tiles.panel(
            vectors,
            columns,
            from,
            to,
            term,
            blockEnds[b],
            pairs,
            dy,
            corner,
            ar,
            transposed,
            j,
            dx,
            at + j,
            in.size(),
            b > 0);
        term = blockEnds[b];
      }
      j += columns;
    }
  }

  /**
   * The terms (ky, kx, out channel) of an input position: where they lie from its first output on,
   * and in the transposed weights.
   *
   * @return the number of blocks they fall into
   */
  private int findTerms(Window w, ConvolutionTables t, int iy, int ix, int width) {
    FeatureMap out = w.out();
    int n = 0;
    int blocks = 0;
    int block = 0;
    for (int i = 0; i < t.vertical.count(iy); i++) {
      for (int j = 0; j < t.horizontal.count(ix); j++) {
        int ky = t.vertical.tap(iy) + i * w.strideHeight();
        int kx = t.horizontal.tap(ix) + j * w.strideWidth();
        int k = (ky * w.kernelWidth() + kx) * out.channels();
        int back = (i * out.width() + j) * out.stride();
        for (int o = 0; o < out.channels(); o++, k++, n++) {
          if (k / BLOCK != block) {
            block = k / BLOCK;
            if (n > 0) {
              blockEnds[blocks++] = n;
            }
          }
          pairs[2 * n] = o - back;
          pairs[2 * n + 1] = k * width;
        }
      }
    }
    blockEnds[blocks++] = n;
    return blocks;
  }

  /**
   * transposed ((tap, out channel) × in channel) from weights ((tap, in channel) × out channel).
   */
  private void transposeWeights(Window w, float[] weights, int width) {
    int ins = w.in().channels();
    int outs = w.out().channels();
    int terms = w.taps() * outs;
    if (pairs.length < 2 * terms) {
      pairs = new int[2 * terms];
      blockEnds = new int[terms / BLOCK + 2];
    }
    if (transposed.length < terms * width) {
      transposed = new float[terms * width];
    }
    for (int tap = 0; tap < w.taps(); tap++) {
      for (int c = 0; c < ins; c++) {
        int from = (tap * ins + c) * w.out().stride();
        int to = tap * outs * width + c;
        for (int o = 0; o < outs; o++) {
          transposed[to + o * width] = weights[from + o];
        }
      }
    }
  }

  private float[] spread(int from, int to, float[] dy, int size, int distance) {
    if (spread.length < to * distance) {
      spread = new float[to * distance];
    }
    for (int n = from; n < to; n++) {
      System.arraycopy(dy, n * size, spread, n * distance, size);
    }
    return spread;
  }
}
