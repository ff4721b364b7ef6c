package io.descent.insight;

import io.descent.engine.NamedTensor;
import io.descent.engine.Shape;
import io.descent.insight.TraceRequest.Values;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes tensors as nested arrays, one over 4 096 numbers as a summary unless all is wanted. A
 * value that is not finite becomes null, and its tensor is remembered by name.
 */
final class TensorJson {

  private static final int MOST_VALUES = 4096;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Values wanted;
  private final long most;
  private final Set<String> nonfinite = new LinkedHashSet<>();
  private long written;

  /**
   * @param most numbers of all tensors, where all values are wanted
   */
  TensorJson(Values wanted, long most) {
    this.wanted = wanted;
    this.most = most;
  }

  /** Names of the tensors and numbers written so far that had a value that is not finite. */
  List<String> nonfinite() {
    return List.copyOf(nonfinite);
  }

  /** Rows of a batch, each of the shape; null where no values are wanted. */
  @Nullable JsonNode batch(String name, int samples, Shape shape, float[] values) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.addFirst(samples);
    return tensor(name, new Shape(dims), values);
  }

  /** Tensors by name; null where there are none, or no values are wanted. */
  @Nullable Map<String, JsonNode> tensors(String prefix, List<NamedTensor> tensors) {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    for (NamedTensor t : tensors) {
      JsonNode node = tensor(prefix + t.name(), t.shape(), t.values());
      if (node != null) {
        nodes.put(t.name(), node);
      }
    }
    return nodes.isEmpty() ? null : nodes;
  }

  private @Nullable JsonNode tensor(String name, Shape shape, float[] values) {
    return switch (form(values.length)) {
      case AUTO -> summary(name, shape, values.length, i -> values[i]);
      case ALL -> nested(shape, i -> value(name, values[i]));
      case NONE -> null;
    };
  }

  /** Class numbers of a batch; null where no values are wanted. */
  @Nullable JsonNode classes(float[] values) {
    return values(Shape.of(values.length), i -> JSON.numberNode((int) values[i]));
  }

  /** Numbers in double precision; NaN is one that there is not, and null. */
  @Nullable JsonNode doubles(Shape shape, double[] values) {
    return values(shape, i -> finite(values[i]));
  }

  /** As a whole where that is not too large, or wanted; else null. */
  private @Nullable JsonNode values(Shape shape, IntFunction<JsonNode> values) {
    return form(Math.toIntExact(shape.size())) == Values.ALL ? nested(shape, values) : null;
  }

  /** A flat array, whatever values are wanted. */
  JsonNode flat(String name, float[] values) {
    return nested(Shape.of(values.length), i -> value(name, values[i]));
  }

  /** How a tensor is written: {@code AUTO} as a summary, {@code ALL} as a whole. */
  private Values form(int numbers) {
    if (wanted == Values.NONE || wanted == Values.AUTO && numbers > MOST_VALUES) {
      return wanted;
    }
    written += numbers;
    if (wanted == Values.ALL && written > most) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the values are more than %d numbers; leave out values, or take a smaller batch"
              .formatted(most));
    }
    return Values.ALL;
  }

  JsonNode number(String name, double value) {
    if (!Double.isFinite(value)) {
      nonfinite.add(name);
    }
    return finite(value);
  }

  private static JsonNode finite(double value) {
    return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
  }

  JsonNode numbers(String name, double[] values) {
    ArrayNode array = JSON.arrayNode();
    for (double value : values) {
      array.add(number(name, value));
    }
    return array;
  }

  private static JsonNode nested(Shape shape, IntFunction<JsonNode> values) {
    return nested(shape, 0, values, new int[] {0});
  }

  private static JsonNode nested(Shape shape, int dim, IntFunction<JsonNode> values, int[] at) {
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < shape.dim(dim); i++) {
      boolean leaf = dim == shape.rank() - 1;
      array.add(leaf ? values.apply(at[0]++) : nested(shape, dim + 1, values, at));
    }
    return array;
  }

  private JsonNode value(String name, float value) {
    if (Float.isFinite(value)) {
      return JSON.numberNode(value);
    }
    nonfinite.add(name);
    return JSON.nullNode();
  }

  private JsonNode summary(String name, Shape shape, int numbers, IntToDoubleFunction values) {
    DoubleSummaryStatistics all =
        IntStream.range(0, numbers).mapToDouble(values).summaryStatistics();
    ObjectNode summary = JSON.objectNode();
    ArrayNode dims = summary.putArray("shape");
    shape.dims().forEach(dims::add);
    summary.put("numbers", numbers);
    summary.set("min", number(name, all.getMin()));
    summary.set("max", number(name, all.getMax()));
    summary.set("mean", number(name, all.getAverage()));
    summary.set("norm", number(name, norm(numbers, values)));
    return JSON.objectNode().set("summary", summary);
  }

  /** L2 norm. */
  static double norm(float[] values) {
    return norm(values.length, i -> values[i]);
  }

  private static double norm(int numbers, IntToDoubleFunction values) {
    double squares = 0;
    for (int i = 0; i < numbers; i++) {
      squares += values.applyAsDouble(i) * values.applyAsDouble(i);
    }
    return Math.sqrt(squares);
  }
}
