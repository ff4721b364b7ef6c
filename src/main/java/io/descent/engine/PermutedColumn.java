package io.descent.engine;

import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import java.util.Arrays;

/**
 * Rows in which one column's values, encoded, are those of other rows, in an order that follows
 * from the seed, the column and the repeat alone.
 */
public final class PermutedColumn implements Samples {

  private final Samples rows;
  private final int[] order;
  private final int from;
  private final int width;
  private final float[] other;

  /**
   * @param from where in an encoded row the column is
   * @param width how many values it is there
   * @param column its number, from 1
   */
  public PermutedColumn(Samples rows, int from, int width, long seed, int column, int repeat) {
    this.rows = rows;
    this.from = from;
    this.width = width;
    order = new int[rows.rows()];
    Noise.permutationInto(order, Noise.key(seed, Purpose.IMPORTANCE, column, repeat));
    other = new float[rows.inputs()];
  }

  /** At most so many of the rows, ascending, drawn by the seed. */
  public static int[] sample(int[] rows, int most, long seed) {
    if (rows.length <= most) {
      return rows;
    }
    int[] drawn = rows.clone();
    Noise.shuffleInPlace(drawn, Noise.key(seed, Purpose.IMPORTANCE, 0, 0));
    int[] some = Arrays.copyOf(drawn, most);
    Arrays.sort(some);
    return some;
  }

  @Override
  public int rows() {
    return rows.rows();
  }

  @Override
  public int inputs() {
    return rows.inputs();
  }

  @Override
  public int targets() {
    return rows.targets();
  }

  @Override
  public void input(int row, float[] into, int at) {
    rows.input(row, into, at);
    rows.input(order[row], other, 0);
    System.arraycopy(other, from, into, at + from, width);
  }

  @Override
  public void target(int row, float[] into, int at) {
    rows.target(row, into, at);
  }
}
