package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Activations;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;

/** Functions of each value, by ranges of values; dropout by rows. */
public final class SharedActivations implements Activations, Share {

  private enum Operation {
    RELU,
    RELU_GRADIENT,
    LEAKY_RELU,
    LEAKY_RELU_GRADIENT,
    SIGMOID,
    SIGMOID_GRADIENT,
    TANH,
    TANH_GRADIENT,
    GELU,
    GELU_GRADIENT,
    GELU_TANH,
    GELU_TANH_GRADIENT,
    DROPOUT
  }

  private final Team team;
  private Operation operation = Operation.RELU;
  private float[] x = new float[0];
  private float[] y = new float[0];
  private float[] dy = new float[0];
  private float[] dx = new float[0];
  private float slope;
  private int columns;
  private long key;
  private int threshold;
  private float scale;
  private int ld;

  public SharedActivations(Team team) {
    this.team = team;
  }

  @Override
  public void relu(int from, int to, float[] x, float[] y) {
    function(Operation.RELU, from, to, x, y, 8);
  }

  @Override
  public void reluGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    this.y = y;
    gradient(Operation.RELU_GRADIENT, from, to, dy, dx, 12);
  }

  @Override
  public void leakyRelu(int from, int to, float slope, float[] x, float[] y) {
    this.slope = slope;
    function(Operation.LEAKY_RELU, from, to, x, y, 8);
  }

  @Override
  public void leakyReluGradient(int from, int to, float slope, float[] x, float[] dy, float[] dx) {
    this.slope = slope;
    this.x = x;
    gradient(Operation.LEAKY_RELU_GRADIENT, from, to, dy, dx, 12);
  }

  @Override
  public void sigmoid(int from, int to, float[] x, float[] y) {
    function(Operation.SIGMOID, from, to, x, y, 32);
  }

  @Override
  public void sigmoidGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    this.y = y;
    gradient(Operation.SIGMOID_GRADIENT, from, to, dy, dx, 12);
  }

  @Override
  public void tanh(int from, int to, float[] x, float[] y) {
    function(Operation.TANH, from, to, x, y, 32);
  }

  @Override
  public void tanhGradient(int from, int to, float[] y, float[] dy, float[] dx) {
    this.y = y;
    gradient(Operation.TANH_GRADIENT, from, to, dy, dx, 12);
  }

  @Override
  public void gelu(int from, int to, float[] x, float[] y) {
    function(Operation.GELU, from, to, x, y, 32);
  }

  @Override
  public void geluGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    this.x = x;
    gradient(Operation.GELU_GRADIENT, from, to, dy, dx, 48);
  }

  @Override
  public void geluTanh(int from, int to, float[] x, float[] y) {
    function(Operation.GELU_TANH, from, to, x, y, 32);
  }

  @Override
  public void geluTanhGradient(int from, int to, float[] x, float[] dy, float[] dx) {
    this.x = x;
    gradient(Operation.GELU_TANH_GRADIENT, from, to, dy, dx, 48);
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
    operation = Operation.DROPOUT;
    this.columns = columns;
    this.key = key;
    this.threshold = threshold;
    this.scale = scale;
    this.x = x;
    this.y = y;
    this.ld = ld;
    team.shareBytes(this, from, to, 1, 32.0 * (to - from) * columns);
  }

  private void function(Operation function, int from, int to, float[] x, float[] y, int bytes) {
    operation = function;
    this.x = x;
    this.y = y;
    team.shareElements(this, from, to, bytes);
  }

  private void gradient(Operation function, int from, int to, float[] dy, float[] dx, int bytes) {
    operation = function;
    this.dy = dy;
    this.dx = dx;
    team.shareElements(this, from, to, bytes);
  }

  @Override
  public void part(Kernels kernels, int from, int to) {
    Activations part = kernels.activations();
    switch (operation) {
      case RELU -> part.relu(from, to, x, y);
      case RELU_GRADIENT -> part.reluGradient(from, to, y, dy, dx);
      case LEAKY_RELU -> part.leakyRelu(from, to, slope, x, y);
      case LEAKY_RELU_GRADIENT -> part.leakyReluGradient(from, to, slope, x, dy, dx);
      case SIGMOID -> part.sigmoid(from, to, x, y);
      case SIGMOID_GRADIENT -> part.sigmoidGradient(from, to, y, dy, dx);
      case TANH -> part.tanh(from, to, x, y);
      case TANH_GRADIENT -> part.tanhGradient(from, to, y, dy, dx);
      case GELU -> part.gelu(from, to, x, y);
      case GELU_GRADIENT -> part.geluGradient(from, to, x, dy, dx);
      case GELU_TANH -> part.geluTanh(from, to, x, y);
      case GELU_TANH_GRADIENT -> part.geluTanhGradient(from, to, x, dy, dx);
      case DROPOUT -> part.dropout(from, to, columns, key, threshold, scale, x, y, ld);
    }
  }
}
