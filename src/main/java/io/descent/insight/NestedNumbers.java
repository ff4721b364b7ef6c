package io.descent.insight;

import io.descent.engine.Shape;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import tools.jackson.databind.JsonNode;

/** Reads nested arrays of numbers that must have a given shape into one array. */
final class NestedNumbers {

  private static final double LARGEST = 3.4e38;

  private final Problems problems;
  private final Shape shape;
  private final float[] values;
  private int at;

  private NestedNumbers(Problems problems, Shape shape) {
    this.problems = problems;
    this.shape = shape;
    this.values = new float[Math.toIntExact(shape.size())];
  }

  /** The numbers in order; what does not fit the shape is noted and reads as 0. */
  static float[] read(JsonNode node, String pointer, Shape shape, Problems problems) {
    NestedNumbers reading = new NestedNumbers(problems, shape);
    reading.read(node, pointer, 0);
    return reading.values;
  }

  private void read(JsonNode node, String pointer, int dim) {
    if (problems.full()) {
      return;
    }
    if (dim == shape.rank()) {
      number(node, pointer);
    } else if (!node.isArray()) {
      problems.unreadable(pointer, "must be an array, is " + Spelling.kind(node));
    } else if (node.size() != shape.dim(dim)) {
      String detail = "must have " + shape.dim(dim) + " entries, has " + node.size();
      problems.invalid(pointer, detail + " (the shape is " + shape + ")");
    } else {
      for (int i = 0; i < node.size(); i++) {
        read(node.get(i), pointer + "/" + i, dim + 1);
      }
    }
  }

  private void number(JsonNode node, String pointer) {
    if (!node.isNumber()) {
      problems.unreadable(pointer, "must be a number, is " + Spelling.kind(node));
    } else if (Math.abs(node.doubleValue()) > LARGEST) {
      problems.invalid(pointer, "must be within ±" + LARGEST);
    } else {
      values[at++] = (float) node.doubleValue();
    }
  }
}
