package io.descent.insight;

import io.descent.engine.StepTrace;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Reads over which two inputs a network is to be shown. */
final class GridReader {

  private static final int MOST_POINTS = 100;
  private static final int POINTS = 50;
  private static final double LARGEST = 3.4e38;

  private final JsonFields fields;
  private final Problems problems;
  private final OptionalInt x;
  private final OptionalInt y;
  private final Optional<List<JsonNode>> range;
  private final int resolution;
  private final boolean units;

  GridReader(JsonFields fields) {
    this.fields = fields;
    problems = fields.problems();
    x = fields.requiredInt("x", 0, Integer.MAX_VALUE);
    y = fields.requiredInt("y", 0, Integer.MAX_VALUE);
    range = fields.optionalArray("range");
    resolution = fields.optionalInt("resolution", 2, MOST_POINTS).orElse(POINTS);
    units = fields.booleanOr("units", false);
    fields.done();
  }

  /** A grid over inputs of the step's batch; other inputs are at its means. */
  Optional<Grid> over(StepTrace.Start start) {
    int inputs = start.x().length / start.samples();
    if (x.isEmpty() || y.isEmpty() || !isInput("x", x, inputs) || !isInput("y", y, inputs)) {
      return Optional.empty();
    }
    if (x.equals(y)) {
      problems.invalid(fields.pointer("y"), "must be another input than x");
      return Optional.empty();
    }
    double[][] ends = {ends(start, x.getAsInt()), ends(start, y.getAsInt())};
    range.ifPresent(nodes -> read(nodes, ends));
    return Optional.of(
        new Grid(x.getAsInt(), y.getAsInt(), ends[0], ends[1], resolution, units, means(start)));
  }

  private boolean isInput(String name, OptionalInt index, int inputs) {
    if (index.orElseThrow() < inputs) {
      return true;
    }
    problems.invalid(fields.pointer(name), "must be 0 to " + (inputs - 1) + ", the inputs");
    return false;
  }

  private void read(List<JsonNode> nodes, double[][] ends) {
    String at = fields.pointer("range");
    if (nodes.size() != ends.length) {
      problems.invalid(at, "must be two pairs, of x and of y, has " + nodes.size() + " entries");
      return;
    }
    for (int axis = 0; axis < ends.length; axis++) {
      pair(nodes.get(axis), at + "/" + axis).ifPresent(put(ends, axis));
    }
  }

  private static Consumer<double[]> put(double[][] ends, int axis) {
    return pair -> ends[axis] = pair;
  }

  private Optional<double[]> pair(JsonNode node, String at) {
    if (!node.isArray() || node.size() != 2 || !node.get(0).isNumber() || !node.get(1).isNumber()) {
      problems.unreadable(at, "must be [low, high], two numbers");
      return Optional.empty();
    }
    double[] pair = {node.get(0).doubleValue(), node.get(1).doubleValue()};
    if (!(pair[0] < pair[1]) || Math.max(-pair[0], pair[1]) > LARGEST) {
      problems.invalid(at, "must be [low, high], from a number to a larger one");
      return Optional.empty();
    }
    return Optional.of(pair);
  }

  private static double[] ends(StepTrace.Start start, int input) {
    double[] values = column(start, input);
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(0);
    return low < high ? new double[] {low, high} : new double[] {low - 1, low + 1};
  }

  private static float[] means(StepTrace.Start start) {
    float[] means = new float[start.x().length / start.samples()];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) Arrays.stream(column(start, i)).average().orElse(0);
    }
    return means;
  }

  private static double[] column(StepTrace.Start start, int input) {
    int inputs = start.x().length / start.samples();
    double[] values = new double[start.samples()];
    for (int i = 0; i < values.length; i++) {
      values[i] = start.x()[i * inputs + input];
    }
    return values;
  }
}
