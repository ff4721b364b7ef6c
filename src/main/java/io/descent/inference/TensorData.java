package io.descent.inference;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Reads the elements of a tensor. Nothing is allocated before as many elements as its shape tells
 * of have been seen.
 */
final class TensorData {

  private final TensorType type;
  private final long[] shape;
  private final int count;
  private final String at;

  /**
   * @param count what the shape multiplies to
   * @param at pointer of the tensor
   */
  TensorData(TensorType type, long[] shape, int count, String at) {
    this.at = at + "/data";
    this.type = type;
    this.shape = shape;
    this.count = count;
  }

  /** Elements in one array, or in arrays nested as the shape says. */
  double[] read(JsonNode data) {
    boolean nested = !data.isEmpty() && data.get(0).isArray();
    long given = nested ? nested(data, 0, at) : flat(data);
    if (given != count) {
      throw wrong(at, "holds " + given + " elements, and the shape says " + count);
    }
    double[] values = new double[count];
    fill(data, nested ? shape.length : 1, values, 0, at);
    return values;
  }

  private long flat(JsonNode data) {
    requireArray(data, at);
    return data.size();
  }

  /** Counts the elements, and refuses arrays of another length than their dimension's. */
  private long nested(JsonNode node, int depth, String at) {
    if (depth == shape.length) {
      return 1;
    }
    requireArray(node, at);
    if (node.size() != shape[depth]) {
      throw wrong(at, "has length " + node.size() + ", and the shape says " + shape[depth]);
    }
    return IntStream.range(0, node.size())
        .mapToLong(i -> nested(node.get(i), depth + 1, at + "/" + i))
        .sum();
  }

  private static void requireArray(JsonNode node, String at) {
    if (!node.isArray()) {
      throw wrong(at, "must be an array, is " + Spelling.kind(node));
    }
  }

  /**
   * @param depth of the arrays that are left
   */
  private int fill(JsonNode node, int depth, double[] into, int from, String at) {
    int next = from;
    for (int i = 0; i < node.size(); i++) {
      if (depth > 1) {
        next = fill(node.get(i), depth - 1, into, next, at + "/" + i);
      } else {
        into[next++] = element(node.get(i), at, i);
      }
    }
    return next;
  }

  /** NaN where a number is missing. */
  private double element(JsonNode element, String at, int index) {
    if (element.isNull()) {
      return Double.NaN;
    }
    boolean truth = type == TensorType.BOOL && element.isBoolean();
    boolean number = type != TensorType.BOOL && element.isNumber();
    if (!truth && !(number && type.holds(element.doubleValue()))) {
      throw wrong(at + "/" + index, "must be of " + type + ", is " + Spelling.kind(element));
    }
    return truth ? (element.booleanValue() ? 1 : 0) : type.round(element.doubleValue());
  }

  /** Elements in little-endian bytes, row by row. */
  double[] read(byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = type.read(data);
      if (!Double.isNaN(values[i]) && !type.holds(values[i])) {
        throw wrong("element " + i + " of the binary data", "is " + values[i]);
      }
    }
    return values;
  }

  private static ProblemException wrong(String where, String what) {
    return ProblemException.of(ProblemKind.UNREADABLE, where + ": " + what);
  }
}
