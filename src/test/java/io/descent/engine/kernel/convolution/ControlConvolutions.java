package io.descent.engine.kernel.convolution;

import static io.descent.engine.kernel.products.ControlProducts.sum;

import io.descent.engine.kernel.Convolutions;
import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Window;

/** Convolutions as loops over scalars, which define the bits of the others. */
public final class ControlConvolutions implements Convolutions {

  @Override
  public void forward(int from, int to, Window w, float[] x, float[] weights, float[] y) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    for (int p = from * out.positions(); p < to * out.positions(); p++) {
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
  public void weightGradient(
      int from, int to, Window w, int samples, float[] x, float[] dy, float[] dWeights) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    for (int i = from; i < to; i++) {
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
  public void inputGradient(int from, int to, Window w, float[] dy, float[] weights, float[] dx) {
    FeatureMap in = w.in();
    FeatureMap out = w.out();
    for (int p = from * in.positions(); p < to * in.positions(); p++) {
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
