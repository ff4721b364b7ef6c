package io.descent.dataset;

import io.descent.engine.Task;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some rows of a data set, evenly among all, with a number for each encoded column. */
final class SampledRows {

  private final Schema schema;
  private final List<Column> inputs;
  private final List<String> labels;
  private final int width;
  private final long[] rows;
  private final double[][] values;
  private final double[] targets;
  private int filled;

  /**
   * @param most rows that are taken
   */
  SampledRows(Schema schema, int most) {
    this.schema = schema;
    this.inputs = schema.inputs();
    this.labels = schema.labels();
    this.width = Math.toIntExact(schema.encodedShape().size());
    int count = (int) Math.min(most, schema.rows());
    this.rows = new long[count];
    Arrays.setAll(rows, i -> i * schema.rows() / count);
    this.values = new double[count][];
    this.targets = new double[count];
  }

  void take(RowBlock block) {
    long end = (long) block.firstRow() + block.rows();
    for (; filled < rows.length && rows[filled] < end; filled++) {
      int row = (int) (rows[filled] - block.firstRow());
      values[filled] = schema.ofImages() ? pixels(block, row) : encoded(block, row);
      boolean classes = schema.task() == Task.CLASSIFICATION;
      targets[filled] = classes ? block.labels()[row] : block.values()[row];
    }
  }

  private double[] pixels(RowBlock block, int row) {
    double[] pixels = new double[width];
    for (int i = 0; i < width; i++) {
      pixels[i] = block.pixels()[row * width + i] & 0xff;
    }
    return pixels;
  }

  private double[] encoded(RowBlock block, int row) {
    double[] encoded = new double[width];
    int at = 0;
    int number = 0;
    int word = 0;
    for (Column column : inputs) {
      if (column.kind().isNumber()) {
        encoded[at++] = block.numeric()[number++][row];
      } else {
        int category = block.categorical()[word++][row];
        if (category >= 0) {
          encoded[at + category] = 1;
        }
        at += column.categories().size();
      }
    }
    return encoded;
  }

  /** Each column with mean 0 and deviation 1; what is missing is the mean, a constant is 0. */
  double[][] standardized() {
    for (int column = 0; column < width; column++) {
      standardize(column);
    }
    return values;
  }

  private void standardize(int column) {
    double sum = 0;
    int count = 0;
    for (double[] row : values) {
      sum += Double.isNaN(row[column]) ? 0 : row[column];
      count += Double.isNaN(row[column]) ? 0 : 1;
    }
    double mean = count == 0 ? 0 : sum / count;
    double squares = 0;
    for (double[] row : values) {
      row[column] = Double.isNaN(row[column]) ? 0 : row[column] - mean;
      squares += row[column] * row[column];
    }
    double deviation = Math.sqrt(squares / values.length);
    for (double[] row : values) {
      row[column] = deviation > 0 ? row[column] / deviation : 0;
    }
  }

  int count() {
    return rows.length;
  }

  long row(int place) {
    return rows[place];
  }

  /** Of a classification. */
  @Nullable String label(int place) {
    return schema.task() == Task.CLASSIFICATION ? labels.get((int) targets[place]) : null;
  }

  /** Of a regression. */
  @Nullable Double value(int place) {
    return schema.task() == Task.CLASSIFICATION ? null : targets[place];
  }
}
