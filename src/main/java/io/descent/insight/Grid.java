package io.descent.insight;

import io.descent.engine.Surface;

/**
 * The points of a grid over two inputs, x fastest, from the low ends to the high ones.
 *
 * @param x index of an input
 * @param y index of another
 * @param xs the two ends
 * @param ys the two ends
 * @param resolution points along each side
 * @param units whether each unit is wanted, not the output alone
 * @param others an input, for what is neither x nor y
 */
record Grid(int x, int y, double[] xs, double[] ys, int resolution, boolean units, float[] others)
    implements Surface.Points {

  @Override
  public int count() {
    return resolution * resolution;
  }

  @Override
  public void input(int point, float[] into, int at) {
    System.arraycopy(others, 0, into, at, others.length);
    into[at + x] = (float) along(xs, point % resolution);
    into[at + y] = (float) along(ys, point / resolution);
  }

  private double along(double[] ends, int place) {
    return ends[0] + (ends[1] - ends[0]) * place / (resolution - 1);
  }
}
