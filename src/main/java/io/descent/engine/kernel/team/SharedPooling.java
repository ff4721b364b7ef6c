package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Pooling;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.Window;

/** Pooling by samples. */
public final class SharedPooling implements Pooling, Share {

  private enum Operation {
    MAX,
    MAX_GRADIENT,
    AVERAGE,
    AVERAGE_GRADIENT
  }

  private final Team team;
  private Operation operation = Operation.MAX;
  private Window window = Window.NONE;
  private float[] x = new float[0];
  private float[] y = new float[0];
  private int[] argmax = new int[0];
  private float[] dy = new float[0];
  private float[] dx = new float[0];

  public SharedPooling(Team team) {
    this.team = team;
  }

  @Override
  public void max(int from, int to, Window window, float[] x, float[] y, int[] argmax) {
    operation = Operation.MAX;
    this.window = window;
    this.x = x;
    this.y = y;
    this.argmax = argmax;
    share(from, to);
  }

  @Override
  public void maxGradient(int from, int to, Window window, float[] dy, int[] argmax, float[] dx) {
    operation = Operation.MAX_GRADIENT;
    this.window = window;
    this.dy = dy;
    this.argmax = argmax;
    this.dx = dx;
    share(from, to);
  }

  @Override
  public void average(int from, int to, Window window, float[] x, float[] y) {
    operation = Operation.AVERAGE;
    this.window = window;
    this.x = x;
    this.y = y;
    share(from, to);
  }

  @Override
  public void averageGradient(int from, int to, Window window, float[] dy, float[] dx) {
    operation = Operation.AVERAGE_GRADIENT;
    this.window = window;
    this.dy = dy;
    this.dx = dx;
    share(from, to);
  }

  private void share(int from, int to) {
    team.shareBytes(this, from, to, 1, 8.0 * (to - from) * window.in().size());
  }

  @Override
  public void part(Kernels kernels, int from, int to) {
    Pooling part = kernels.pooling();
    switch (operation) {
      case MAX -> part.max(from, to, window, x, y, argmax);
      case MAX_GRADIENT -> part.maxGradient(from, to, window, dy, argmax, dx);
      case AVERAGE -> part.average(from, to, window, x, y);
      case AVERAGE_GRADIENT -> part.averageGradient(from, to, window, dy, dx);
    }
  }
}
