package io.descent.dataset;

import io.descent.dataset.Encoding.Categorical;
import io.descent.dataset.Encoding.Numeric;
import io.descent.dataset.Encoding.TargetScale;
import io.descent.engine.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Fits an encoding: two passes over the training rows, ascending, in double. */
final class EncodingFit {

  private final Schema schema;
  private final NumericScaling scaling;
  private final int[] train;

  EncodingFit(Schema schema, NumericScaling scaling, int[] train) {
    this.schema = schema;
    this.scaling = scaling;
    this.train = train;
  }

  Encoding fit(Consumer<Consumer<RowBlock>> rows) {
    List<Column> inputs = schema.inputs();
    List<Column> numbers = inputs.stream().filter(c -> c.kind().isNumber()).toList();
    boolean regression = schema.task() == Task.REGRESSION;
    Moments[] moments = new Moments[numbers.size() + (regression ? 1 : 0)];
    Arrays.setAll(moments, _ -> new Moments());
    if (moments.length > 0) {
      rows.accept(new TrainingRows((block, row) -> each(moments, block, row, false)));
      rows.accept(new TrainingRows((block, row) -> each(moments, block, row, true)));
    }
    List<Numeric> numeric = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      numeric.add(moments[i].scaled(numbers.get(i), scaling));
    }
    TargetScale target = regression ? moments[numbers.size()].target() : TargetScale.NONE;
    return encoding(inputs, numeric, target);
  }

  private void each(Moments[] moments, RowBlock block, int row, boolean deviations) {
    double[][] numbers = block.numeric();
    for (int i = 0; i < numbers.length; i++) {
      moments[i].add(numbers[i][row], deviations);
    }
    if (moments.length > numbers.length) {
      moments[numbers.length].add(block.values()[row], deviations);
    }
  }

  private Encoding encoding(List<Column> inputs, List<Numeric> numeric, TargetScale target) {
    List<Categorical> categorical = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    int number = 0;
    for (Column column : inputs) {
      if (column.kind().isNumber()) {
        order.add(number++);
      } else {
        order.add(-1 - categorical.size());
        categorical.add(
            new Categorical(column.name(), column.categories(), column.reading().missing()));
      }
    }
    return new Encoding(
        schema.inputShape(),
        schema.encodedShape(),
        schema.task(),
        numeric,
        categorical,
        order,
        schema.labels(),
        target);
  }

  /** Takes one row of a block. */
  private interface RowVisitor {
    void visit(RowBlock block, int row);
  }

  /** Of blocks in order, only the training rows. */
  private final class TrainingRows implements Consumer<RowBlock> {

    private final RowVisitor visitor;
    private int next;

    TrainingRows(RowVisitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void accept(RowBlock block) {
      int end = block.firstRow() + block.rows();
      for (; next < train.length && train[next] < end; next++) {
        visitor.visit(block, train[next] - block.firstRow());
      }
    }
  }

  /** Mean, extremes and, in a second pass, the sum of squared deviations of what is not missing. */
  private static final class Moments {

    private long count;
    private double sum;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double x, boolean deviations) {
      if (Double.isNaN(x)) {
        return;
      }
      if (deviations) {
        double d = x - mean();
        squares += d * d;
      } else {
        count++;
        sum += x;
        min = Math.min(min, x);
        max = Math.max(max, x);
      }
    }

    double mean() {
      return count == 0 ? 0 : sum / count;
    }

    /** By n; a constant column counts 1. */
    double deviation() {
      return count == 0 || min == max ? 1 : positive(Math.sqrt(squares / count));
    }

    Numeric scaled(Column of, NumericScaling scaling) {
      return switch (scaling) {
        case STANDARDIZE -> numeric(of, mean(), deviation());
        case MINMAX -> count == 0 ? numeric(of, 0, 1) : numeric(of, min, positive(max - min));
        case NONE -> numeric(of, 0, 1);
      };
    }

    private Numeric numeric(Column of, double shift, double scale) {
      Encoding.Range range = count == 0 ? null : new Encoding.Range(min, max, deviation());
      return new Numeric(of.name(), mean(), shift, scale, of.reading(), range);
    }

    TargetScale target() {
      return new TargetScale(mean(), deviation());
    }

    private static double positive(double scale) {
      return scale > 0 ? scale : 1;
    }
  }
}
