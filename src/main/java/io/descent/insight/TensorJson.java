package io.descent.insight;

import io.descent.engine.NamedTensor;
import io.descent.engine.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes tensors as nested arrays, one over 4 096 numbers as a summary. A value that is not finite
 * becomes null, and its tensor is remembered by name.
 */
final class TensorJson {

  private static final int MOST_VALUES = 4096;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Set<String> nonfinite = new LinkedHashSet<>();

  /** Names of the tensors and numbers written so far that had a value that is not finite. */
  List<String> nonfinite() {
    return List.copyOf(nonfinite);
  }

  /** Rows of a batch, each of the shape. */
  JsonNode batch(String name, int samples, Shape shape, float[] values) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.addFirst(samples);
    return tensor(name, new Shape(dims), values);
  }

  Map<String, JsonNode> tensors(String prefix, List<NamedTensor> tensors) {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    for (NamedTensor t : tensors) {
      nodes.put(t.name(), tensor(prefix + t.name(), t.shape(), t.values()));
    }
    return nodes;
  }

  JsonNode tensor(String name, Shape shape, float[] values) {
    return values.length > MOST_VALUES ? summary(name, shape, values) : nested(name, shape, values);
  }

  JsonNode number(String name, double value) {
    if (Double.isFinite(value)) {
      return JSON.numberNode(value);
    }
    nonfinite.add(name);
    return JSON.nullNode();
  }

  JsonNode numbers(String name, double[] values) {
    ArrayNode array = JSON.arrayNode();
    for (double value : values) {
      array.add(number(name, value));
    }
    return array;
  }

  private JsonNode nested(String name, Shape shape, float[] values) {
    return nested(name, shape, 0, values, new int[] {0});
  }

  private JsonNode nested(String name, Shape shape, int dim, float[] values, int[] at) {
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < shape.dim(dim); i++) {
      boolean leaf = dim == shape.rank() - 1;
      array.add(leaf ? value(name, values[at[0]++]) : nested(name, shape, dim + 1, values, at));
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

  private JsonNode summary(String name, Shape shape, float[] values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (float v : values) {
      min = Math.min(min, v);
      max = Math.max(max, v);
      sum += v;
    }
    ObjectNode summary = JSON.objectNode();
    ArrayNode dims = summary.putArray("shape");
    shape.dims().forEach(dims::add);
    summary.put("numbers", values.length);
    summary.set("min", number(name, min));
    summary.set("max", number(name, max));
    summary.set("mean", number(name, sum / values.length));
    summary.set("norm", number(name, norm(values)));
    return JSON.objectNode().set("summary", summary);
  }

  /** L2 norm. */
  static double norm(float[] values) {
    double squares = 0;
    for (float v : values) {
      squares += (double) v * v;
    }
    return Math.sqrt(squares);
  }
}
