package io.descent.insight;

import io.descent.web.JsonFields;
import io.descent.web.Problems;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads over which two inputs a network is to be shown. */
final class GridReader {

  private static final int MOST_POINTS = 100;
  private static final int POINTS = 50;
  private static final double LARGEST = 3.4e38;

  /** What there is to choose from. */
  interface Inputs {

    int count();

    /** The least and the largest value of an input; empty where it is no number. */
    Optional<double[]> ends(int input);
  }

  private final JsonFields fields;
  private final Problems problems;
  private final OptionalInt x;
  private final OptionalInt y;
  private final Optional<List<JsonNode>> range;
  private final int resolution;

  GridReader(JsonFields fields) {
    this.fields = fields;
    problems = fields.problems();
    x = fields.requiredInt("x", 0, Integer.MAX_VALUE);
    y = fields.requiredInt("y", 0, Integer.MAX_VALUE);
    range = fields.optionalArray("range");
    resolution = fields.optionalInt("resolution", 2, MOST_POINTS).orElse(POINTS);
  }

  /** A grid over two of the inputs; where no range was asked for, over what values they have. */
  Optional<Grid> over(Inputs inputs) {
    Optional<double[]> xs = ends("x", x, inputs);
    Optional<double[]> ys = ends("y", y, inputs);
    if (xs.isEmpty() || ys.isEmpty()) {
      return Optional.empty();
    }
    if (x.equals(y)) {
      problems.invalid(fields.pointer("y"), "must be another input than x");
      return Optional.empty();
    }
    double[][] ends = {xs.get(), ys.get()};
    range.ifPresent(nodes -> read(nodes, ends));
    return Optional.of(new Grid(x.getAsInt(), y.getAsInt(), ends[0], ends[1], resolution));
  }

  private Optional<double[]> ends(String name, OptionalInt index, Inputs inputs) {
    if (index.isEmpty()) {
      return Optional.empty();
    }
    if (index.getAsInt() >= inputs.count()) {
      String detail =
          inputs.count() == 0
              ? "is for tables; images have no columns"
              : "must be 0 to " + (inputs.count() - 1) + ", the inputs";
      problems.invalid(fields.pointer(name), detail);
      return Optional.empty();
    }
    Optional<double[]> ends = inputs.ends(index.getAsInt()).map(GridReader::apart);
    if (ends.isEmpty()) {
      problems.invalid(fields.pointer(name), "must be a column of numbers or dates");
    }
    return ends;
  }

  private static double[] apart(double[] ends) {
    return ends[0] < ends[1] ? ends : new double[] {ends[0] - 1, ends[1] + 1};
  }

  private void read(List<JsonNode> nodes, double[][] ends) {
    String at = fields.pointer("range");
    if (nodes.size() != 2) {
      problems.invalid(at, "must be two pairs, of x and of y, has " + nodes.size() + " entries");
      return;
    }
    for (int i = 0; i < 2; i++) {
      int axis = i;
      pair(nodes.get(axis), at + "/" + axis).ifPresent(pair -> ends[axis] = pair);
    }
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
}
