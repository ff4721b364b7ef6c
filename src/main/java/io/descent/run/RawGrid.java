package io.descent.run;

import io.descent.dataset.Column;
import io.descent.dataset.Encoding;
import io.descent.dataset.Schema;
import io.descent.engine.Surface;
import io.descent.insight.Grid;
import java.util.Arrays;
import java.util.List;

/**
 * A grid over two columns of numbers or dates of a table, in their units. Other columns are at
 * their training means, or at their most frequent category, or at none where that is not known.
 */
final class RawGrid implements Surface.Points {

  private final Grid grid;
  private final Encoding encoding;
  private final double[] numbers;
  private final int[] categories;

  RawGrid(Grid grid, Encoding encoding, Schema schema) {
    this.grid = grid;
    this.encoding = encoding;
    numbers = new double[encoding.numeric().size()];
    // A missing number is read as the training mean
    Arrays.fill(numbers, Double.NaN);
    categories =
        schema.inputs().stream()
            .filter(column -> column.kind() == Column.Kind.CATEGORICAL)
            .mapToInt(column -> mostFrequent(column.categoryRows()))
            .toArray();
  }

  private static int mostFrequent(List<Long> rows) {
    return rows.indexOf(rows.stream().reduce(-1L, Math::max));
  }

  @Override
  public int count() {
    return grid.count();
  }

  @Override
  public void input(int point, float[] into, int at) {
    numbers[encoding.order().get(grid.x())] = grid.xAt(point);
    numbers[encoding.order().get(grid.y())] = grid.yAt(point);
    encoding.encode(numbers, categories, into, at);
  }
}
