package io.descent.inference;

import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * The JSON object of an inference request.
 *
 * @param data of the input, where it is JSON
 * @param dataSize of the input in bytes, where it follows the JSON object
 */
record InferHeader(
    Optional<String> id,
    long[] shape,
    TensorType type,
    Optional<JsonNode> data,
    OptionalLong dataSize,
    boolean binary) {

  static final String INPUT = "input";
  static final String OUTPUT = "output";

  static InferHeader read(JsonNode json) {
    Problems problems = new Problems();
    JsonFields fields = JsonFields.of(json, "", problems);
    fields.nullable("id", "parameters", "outputs").ignore("model_name", "model_version");
    Optional<String> id = text(fields, "id");
    boolean binary = flag(fields, "binary_data_output", false);
    Input input = input(fields);
    boolean output = output(fields, binary);
    fields.done();
    problems.throwIfAny();
    return new InferHeader(id, input.shape(), input.type(), input.data(), input.dataSize(), output);
  }

  private record Input(
      long[] shape, TensorType type, Optional<JsonNode> data, OptionalLong dataSize) {

    static final Input NONE =
        new Input(new long[0], TensorType.FP32, Optional.empty(), OptionalLong.empty());
  }

  private static Optional<String> text(JsonFields fields, String name) {
    Optional<JsonNode> node = fields.node(name);
    if (node.isPresent() && !node.get().isString()) {
      fields
          .problems()
          .unreadable(fields.pointer(name), "must be text, is " + JsonFields.kind(node.get()));
      return Optional.empty();
    }
    return node.map(JsonNode::stringValue);
  }

  private static boolean flag(JsonFields fields, String name, boolean otherwise) {
    return fields
        .optionalObject("parameters")
        .map(it -> it.booleanOr(name, otherwise))
        .orElse(otherwise);
  }

  private static Input input(JsonFields request) {
    Optional<List<JsonNode>> inputs = request.requiredArray("inputs");
    if (inputs.isEmpty()) {
      return Input.NONE;
    }
    if (inputs.get().size() != 1) {
      request
          .problems()
          .invalid("/inputs", "must hold one tensor, named input; holds " + inputs.get().size());
      return Input.NONE;
    }
    return tensor(JsonFields.of(inputs.get().getFirst(), "/inputs/0", request.problems()));
  }

  private static Input tensor(JsonFields tensor) {
    tensor.nullable("parameters");
    name(tensor, INPUT);
    long[] shape = shape(tensor);
    Optional<TensorType> type = type(tensor);
    OptionalLong size = dataSize(tensor);
    Optional<JsonNode> data = tensor.node("data");
    if (data.isPresent() == size.isPresent()) {
      tensor.problems().invalid(tensor.pointer(), "must have either data or binary_data_size");
    }
    tensor.done();
    return new Input(shape, type.orElse(TensorType.FP32), data, size);
  }

  private static void name(JsonFields tensor, String wanted) {
    Optional<String> name = tensor.requiredText("name", Limits.NAME);
    if (name.isPresent() && !name.get().equals(wanted)) {
      tensor
          .problems()
          .invalid(
              tensor.pointer("name"),
              "there is no tensor " + name.get() + "; the only one is " + wanted);
    }
  }

  private static long[] shape(JsonFields tensor) {
    List<JsonNode> dims = tensor.requiredArray("shape").orElse(List.of());
    long[] shape = new long[dims.size()];
    for (int i = 0; i < shape.length; i++) {
      JsonNode dim = dims.get(i);
      boolean fits = dim.isIntegralNumber() && dim.canConvertToLong() && dim.longValue() >= 0;
      if (!fits) {
        tensor
            .problems()
            .unreadable(
                tensor.pointer("shape") + "/" + i,
                "must be a whole number, is " + JsonFields.kind(dim));
      }
      shape[i] = fits ? dim.longValue() : 0;
    }
    return shape;
  }

  private static Optional<TensorType> type(JsonFields tensor) {
    List<String> words = Arrays.stream(TensorType.values()).map(Enum::name).toList();
    return tensor.requiredText("datatype", Limits.NAME).flatMap(it -> type(tensor, words, it));
  }

  private static Optional<TensorType> type(JsonFields tensor, List<String> words, String word) {
    if (words.contains(word)) {
      return Optional.of(TensorType.valueOf(word));
    }
    tensor
        .problems()
        .invalid(
            tensor.pointer("datatype"),
            String.format(Locale.ROOT, "%s is not one of %s", word, String.join(", ", words)));
    return Optional.empty();
  }

  private static OptionalLong dataSize(JsonFields tensor) {
    Optional<JsonFields> parameters = tensor.optionalObject("parameters");
    return parameters.isPresent()
        ? parameters.get().optionalLong("binary_data_size", 0, Long.MAX_VALUE)
        : OptionalLong.empty();
  }

  /** Whether the one output is wanted in bytes. */
  private static boolean output(JsonFields request, boolean otherwise) {
    List<JsonNode> outputs = request.optionalArray("outputs").orElse(List.of());
    if (outputs.size() > 1) {
      request.problems().invalid("/outputs", "must hold one tensor at most, named output");
      return otherwise;
    }
    if (outputs.isEmpty()) {
      return otherwise;
    }
    JsonFields tensor = JsonFields.of(outputs.getFirst(), "/outputs/0", request.problems());
    tensor.nullable("parameters");
    name(tensor, OUTPUT);
    boolean binary = flag(tensor, "binary_data", otherwise);
    tensor.done();
    return binary;
  }
}
