package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Rows;
import io.descent.engine.kernel.Share;
import io.descent.engine.kernel.Team;

/** Operations along rows by rows, and those down columns by columns. */
public final class SharedRows implements Rows, Share {

  private enum Operation {
    ADD_ROW_IN_PLACE,
    SOFTMAX,
    COLUMN_SUMS,
    COLUMN_SQUARES,
    COLUMN_PRODUCTS,
    NORMALIZE,
    NORMALIZE_GRADIENT
  }

  private final Team team;
  private Operation operation = Operation.ADD_ROW_IN_PLACE;
  private int columns;
  private float[] bias = new float[0];
  private float[] y = new float[0];
  private int ld;
  private int ldy;
  private float[] p = new float[0];
  private int ldp;
  private float[] max = new float[0];
  private float[] sum = new float[0];
  private int rows;
  private float[] x = new float[0];
  private float[] sums = new float[0];
  private float[] mean = new float[0];
  private float[] inverse = new float[0];
  private float[] gamma = new float[0];
  private float[] beta = new float[0];
  private float[] normal = new float[0];
  private float[] dy = new float[0];
  private float[] scale = new float[0];
  private float[] shift = new float[0];
  private float[] slope = new float[0];
  private float[] dx = new float[0];

  public SharedRows(Team team) {
    this.team = team;
  }

  @Override
  public void addRowInPlace(int from, int to, int columns, float[] bias, float[] y, int ld) {
    operation = Operation.ADD_ROW_IN_PLACE;
    this.columns = columns;
    this.bias = bias;
    this.y = y;
    this.ld = ld;
    team.shareBytes(this, from, to, 1, 8.0 * (to - from) * columns);
  }

  @Override
  public void softmax(
      int from,
      int to,
      int columns,
      float[] y,
      int ldy,
      float[] p,
      int ldp,
      float[] max,
      float[] sum) {
    operation = Operation.SOFTMAX;
    this.columns = columns;
    this.y = y;
    this.ldy = ldy;
    this.p = p;
    this.ldp = ldp;
    this.max = max;
    this.sum = sum;
    team.shareBytes(this, from, to, 1, 32.0 * (to - from) * columns);
  }

  @Override
  public void columnSums(int from, int to, int rows, float[] x, int ld, float[] sums) {
    operation = Operation.COLUMN_SUMS;
    this.rows = rows;
    this.x = x;
    this.ld = ld;
    this.sums = sums;
    team.shareBytes(this, from, to, 16, 4.0 * rows * (to - from));
  }

  @Override
  public void columnSquares(
      int from, int to, int rows, float[] x, int ld, float[] mean, float[] sums) {
    operation = Operation.COLUMN_SQUARES;
    this.rows = rows;
    this.x = x;
    this.ld = ld;
    this.mean = mean;
    this.sums = sums;
    team.shareBytes(this, from, to, 16, 4.0 * rows * (to - from));
  }

  @Override
  public void columnProducts(
      int from, int to, int rows, float[] x, float[] y, int ld, float[] sums) {
    operation = Operation.COLUMN_PRODUCTS;
    this.rows = rows;
    this.x = x;
    this.y = y;
    this.ld = ld;
    this.sums = sums;
    team.shareBytes(this, from, to, 16, 8.0 * rows * (to - from));
  }

  @Override
  public void normalize(
      int from,
      int to,
      int columns,
      int ld,
      float[] x,
      float[] mean,
      float[] inverse,
      float[] gamma,
      float[] beta,
      float[] normal,
      float[] y) {
    operation = Operation.NORMALIZE;
    this.columns = columns;
    this.ld = ld;
    this.x = x;
    this.mean = mean;
    this.inverse = inverse;
    this.gamma = gamma;
    this.beta = beta;
    this.normal = normal;
    this.y = y;
    team.shareBytes(this, from, to, 1, 12.0 * (to - from) * columns);
  }

  @Override
  public void normalizeGradient(
      int from,
      int to,
      int columns,
      int ld,
      float[] dy,
      float[] normal,
      float[] scale,
      float[] shift,
      float[] slope,
      float[] dx) {
    operation = Operation.NORMALIZE_GRADIENT;
    this.columns = columns;
    this.ld = ld;
    this.dy = dy;
    this.normal = normal;
    this.scale = scale;
    this.shift = shift;
    this.slope = slope;
    this.dx = dx;
    team.shareBytes(this, from, to, 1, 12.0 * (to - from) * columns);
  }

  @Override
  public void addSquares(int n, float[] x, double[] partials) {
    team.own().rows().addSquares(n, x, partials);
  }

  @Override
  public void part(Kernels kernels, int from, int to) {
    Rows part = kernels.rows();
    switch (operation) {
      case ADD_ROW_IN_PLACE -> part.addRowInPlace(from, to, columns, bias, y, ld);
      case SOFTMAX -> part.softmax(from, to, columns, y, ldy, p, ldp, max, sum);
      case COLUMN_SUMS -> part.columnSums(from, to, rows, x, ld, sums);
      case COLUMN_SQUARES -> part.columnSquares(from, to, rows, x, ld, mean, sums);
      case COLUMN_PRODUCTS -> part.columnProducts(from, to, rows, x, y, ld, sums);
      case NORMALIZE ->
          part.normalize(from, to, columns, ld, x, mean, inverse, gamma, beta, normal, y);
      case NORMALIZE_GRADIENT ->
          part.normalizeGradient(from, to, columns, ld, dy, normal, scale, shift, slope, dx);
    }
  }
}
