package io.descent.insight;

import java.util.List;

/**
 * The points of a grid over two inputs, x fastest, from the low ends to the high ones.
 *
 * @param x index of an input
 * @param y index of another
 * @param xs the two ends
 * @param ys the two ends
 * @param resolution points along each side
 */
public record Grid(int x, int y, double[] xs, double[] ys, int resolution) {

  public int count() {
    return resolution * resolution;
  }

  public double xAt(int point) {
    return along(xs, point % resolution);
  }

  public double yAt(int point) {
    return along(ys, point / resolution);
  }

  /** The ends of x, and of y. */
  List<List<Double>> range() {
    return List.of(List.of(xs[0], xs[1]), List.of(ys[0], ys[1]));
  }

  private double along(double[] ends, int place) {
    return ends[0] + (ends[1] - ends[0]) * place / (resolution - 1);
  }
}
