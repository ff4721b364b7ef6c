package io.descent.engine.kernel.elementwise;

import io.descent.engine.kernel.Activations;
import io.descent.engine.tensor.Noise;

/** The plainest form of each expression of {@link Activations}, which is its definition. */
public final class PlainActivations implements Activations {

  @Override
  public void relu(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  @Override
  public void reluGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    for (int i = from; i < to; i++) {
      dx[i] = y[i] > 0f ? dy[i] : 0f;
    }
  }

  @Override
  public void leakyRelu(int from, int to, float slope, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] > 0f ? x[i] : slope * x[i];
    }
  }

  @Override
  public void leakyReluGradient(int from, int to, float slope, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i++) {
      dx[i] = x[i] > 0f ? dy[i] : slope * dy[i];
    }
  }

  @Override
  public void sigmoid(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] = Elementary.sigmoid(x[i]);
    }
  }

  @Override
  public void sigmoidGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Math.fma(-y[i], y[i], y[i]);
    }
  }

  @Override
  public void tanh(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] = Elementary.tanh(x[i]);
    }
  }

  @Override
  public void tanhGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Math.fma(-y[i], y[i], 1f);
    }
  }

  @Override
  public void gelu(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] = Elementary.gelu(x[i]);
    }
  }

  @Override
  public void geluGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Elementary.geluSlope(x[i]);
    }
  }

  @Override
  public void geluTanh(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] = Elementary.geluTanh(x[i]);
    }
  }

  @Override
  public void geluTanhGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Elementary.geluTanhSlope(x[i]);
    }
  }

  @Override
  public void dropout(
      int from,
      int to,
      int columns,
      long key,
      int threshold,
      float scale,
      float[] x,
      float[] y,
      int ld) {
    for (int r = from; r < to; r++) {
      for (int j = 0; j < columns; j++) {
        boolean kept = Noise.bits(key, r * columns + j) >>> 8 >= threshold;
        y[r * ld + j] = kept ? x[r * ld + j] * scale : 0f;
      }
    }
  }
}
