package io.descent.insight;

import io.descent.engine.StepTrace;
import io.descent.engine.Surface;
import java.util.Arrays;
import java.util.Optional;

/**
 * A grid over two of the numbers that a network is given; the others are at the batch's means.
 *
 * @param units whether each unit is wanted, not the output alone
 * @param others an input, for what is neither x nor y
 */
record BatchGrid(Grid grid, boolean units, float[] others) implements Surface.Points {

  static Optional<BatchGrid> over(StepTrace.Start start, GridReader asked, boolean units) {
    Batch batch = new Batch(start);
    return asked.over(batch).map(grid -> new BatchGrid(grid, units, batch.means()));
  }

  @Override
  public int count() {
    return grid.count();
  }

  @Override
  public void input(int point, float[] into, int at) {
    System.arraycopy(others, 0, into, at, others.length);
    into[at + grid.x()] = (float) grid.xAt(point);
    into[at + grid.y()] = (float) grid.yAt(point);
  }

  private record Batch(StepTrace.Start start) implements GridReader.Inputs {

    @Override
    public int count() {
      return start.x().length / start.samples();
    }

    @Override
    public Optional<double[]> ends(int input) {
      double low = Arrays.stream(column(input)).min().orElse(0);
      double high = Arrays.stream(column(input)).max().orElse(0);
      return Optional.of(new double[] {low, high});
    }

    float[] means() {
      float[] means = new float[count()];
      for (int i = 0; i < means.length; i++) {
        means[i] = (float) Arrays.stream(column(i)).average().orElse(0);
      }
      return means;
    }

    private double[] column(int input) {
      double[] values = new double[start.samples()];
      for (int i = 0; i < values.length; i++) {
        values[i] = start.x()[i * count() + input];
      }
      return values;
    }
  }
}
