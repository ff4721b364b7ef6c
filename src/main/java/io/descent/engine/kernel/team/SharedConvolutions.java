package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Convolutions;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.Window;

/** Convolutions by samples, and the gradient of the weights by rows. */
public final class SharedConvolutions implements Convolutions, Share {

  private enum Operation {
    FORWARD,
    WEIGHT_GRADIENT,
    INPUT_GRADIENT
  }

  private final Team team;
  private Operation operation = Operation.FORWARD;
  private Window window = Window.NONE;
  private float[] x = new float[0];
  private float[] weights = new float[0];
  private float[] y = new float[0];
  private int samples;
  private float[] dy = new float[0];
  private float[] dWeights = new float[0];
  private float[] dx = new float[0];

  public SharedConvolutions(Team team) {
    this.team = team;
  }

  @Override
  public void forward(int from, int to, Window window, float[] x, float[] weights, float[] y) {
    operation = Operation.FORWARD;
    this.window = window;
    this.x = x;
    this.weights = weights;
    this.y = y;
    team.shareProduct(this, from, to, 6, 12, operations(to - from));
  }

  @Override
  public void weightGradient(
      int from, int to, Window window, int samples, float[] x, float[] dy, float[] dWeights) {
    operation = Operation.WEIGHT_GRADIENT;
    this.window = window;
    this.samples = samples;
    this.x = x;
    this.dy = dy;
    this.dWeights = dWeights;
    team.shareProduct(this, from, to, 6, 6, operations(samples) / rows() * (to - from));
  }

  @Override
  public void inputGradient(
      int from, int to, Window window, float[] dy, float[] weights, float[] dx) {
    operation = Operation.INPUT_GRADIENT;
    this.window = window;
    this.dy = dy;
    this.weights = weights;
    this.dx = dx;
    team.shareProduct(this, from, to, 6, 12, operations(to - from));
  }

  private int rows() {
    return window.taps() * window.in().channels();
  }

  private double operations(int count) {
    return 2.0 * count * window.out().positions() * window.out().channels() * rows();
  }

  @Override
  public void part(Kernels kernels, int from, int to) {
    Convolutions part = kernels.convolutions();
    switch (operation) {
      case FORWARD -> part.forward(from, to, window, x, weights, y);
      case WEIGHT_GRADIENT -> part.weightGradient(from, to, window, samples, x, dy, dWeights);
      case INPUT_GRADIENT -> part.inputGradient(from, to, window, dy, weights, dx);
    }
  }
}
