package io.descent.engine.kernel.convolution;

import static io.descent.engine.kernel.Kernels.BLOCK;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Window;
import io.descent.engine.kernel.products.written.Tiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The offsets that make the products of a convolution products of {@link Tiles}, for one window.
 * Inputs lie in a map with its padding around it.
 */
final class ConvolutionTables {

  /** Width and height of an input with its padding. */
  final int paddedWidth;

  final int paddedHeight;

  /** Floats of an input with its padding. */
  final int paddedSize;

  /** Output position → its window's corner in the input; on for a block over the samples. */
  final int[] corners;

  final Axis vertical;
  final Axis horizontal;

  /** Term (ky, kx, in channel) → offset from a corner. */
  final int[] taps;

  /** Pairs of a tap and its row of weights. */
  final int[] tapTerms;

  /** Pairs of a corner and its row of outputs. */
  final int[] cornerTerms;

  ConvolutionTables(Window w) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    vertical =
        new Axis(in.height(), out.height(), w.kernelHeight(), w.strideHeight(), w.paddingHeight());
    horizontal =
        new Axis(in.width(), out.width(), w.kernelWidth(), w.strideWidth(), w.paddingWidth());
    paddedWidth = in.width() + 2 * w.paddingWidth();
    paddedHeight = in.height() + 2 * w.paddingHeight();
    paddedSize = paddedWidth * paddedHeight * in.stride();
    corners = new int[out.positions() + BLOCK];
    for (int p = 0; p < corners.length; p++) {
      int oy = p / out.width() % out.height() * w.strideHeight();
      int ox = p % out.width() * w.strideWidth();
      int sample = p / out.positions();
      corners[p] = sample * paddedSize + (oy * paddedWidth + ox) * in.stride();
    }
    taps = new int[w.taps() * in.channels()];
    for (int k = 0; k < taps.length; k++) {
      int ky = k / in.channels() / w.kernelWidth();
      int kx = k / in.channels() % w.kernelWidth();
      taps[k] = (ky * paddedWidth + kx) * in.stride() + k % in.channels();
    }
    tapTerms = withRows(taps, out.stride());
    cornerTerms = withRows(corners, out.stride());
  }

  private static int[] withRows(int[] offsets, int stride) {
    int[] pairs = new int[2 * offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      pairs[2 * i] = offsets[i];
      pairs[2 * i + 1] = i * stride;
    }
    return pairs;
  }

  /** Which taps bring which outputs to each input, along one dimension. */
  static final class Axis {

    private final int[] taps;
    private final int[] counts;
    private final int[] outputs;
    private final int[][] groups;

    private Axis(int inputs, int outputs, int kernel, int stride, int padding) {
      taps = new int[inputs];
      counts = new int[inputs];
      this.outputs = new int[inputs];
      for (int i = 0; i < inputs; i++) {
        for (int tap = kernel - 1; tap >= 0; tap--) {
          int reach = i + padding - tap;
          if (reach >= 0 && reach % stride == 0 && reach / stride < outputs) {
            taps[i] = tap;
            counts[i]++;
            this.outputs[i] = reach / stride;
          }
        }
      }
      Map<List<Integer>, List<Integer>> alike = new LinkedHashMap<>();
      for (int i = 0; i < inputs; i++) {
        alike.computeIfAbsent(List.of(taps[i], counts[i]), _ -> new ArrayList<>()).add(i);
      }
      groups =
          alike.values().stream()
              .map(g -> g.stream().mapToInt(Integer::intValue).toArray())
              .toArray(int[][]::new);
    }

    /** The first tap that reaches an input; others follow at the distance of the stride. */
    int tap(int input) {
      return taps[input];
    }

    int count(int input) {
      return counts[input];
    }

    /** The output that the first tap brings; those of the others lie before it, one by one. */
    int output(int input) {
      return outputs[input];
    }

    /** Inputs with the same taps. */
    int[][] groups() {
      return groups;
    }
  }
}
