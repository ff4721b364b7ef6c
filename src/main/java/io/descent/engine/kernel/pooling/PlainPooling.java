package io.descent.engine.kernel.pooling;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Pooling;
import io.descent.engine.kernel.Window;
import java.util.Arrays;

/** Pooling value by value, which is its definition. */
public final class PlainPooling implements Pooling {

  @Override
  public void max(int from, int to, Window w, float[] x, float[] y, int[] argmax) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int at = from * out.size();
    for (int n = from; n < to; n++) {
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
  public void maxGradient(int from, int to, Window w, float[] dy, int[] argmax, float[] dx) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    Arrays.fill(dx, from * in.size(), to * in.size(), 0f);
    int at = from * out.size();
    for (int n = from; n < to; n++) {
      for (int o = 0; o < out.positions(); o++, at += out.stride()) {
        for (int c = 0; c < out.channels(); c++) {
          dx[n * in.size() + argmax[at + c] * in.stride() + c] += dy[at + c];
        }
      }
    }
  }

  @Override
  public void average(int from, int to, Window w, float[] x, float[] y) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    int at = from * out.size();
    for (int n = from; n < to; n++) {
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
  public void averageGradient(int from, int to, Window w, float[] dy, float[] dx) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    Arrays.fill(dx, from * in.size(), to * in.size(), 0f);
    int at = from * out.size();
    for (int n = from; n < to; n++) {
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
}
