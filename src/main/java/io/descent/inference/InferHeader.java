package io.descent.inference;

import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The JSON object of an inference request.
 *
 * @param inputs in the order of their bytes
 * @param binary whether the answer's tensor is wanted in bytes
 */
record InferHeader(Optional<String> id, List<InputTensor> inputs, boolean binary) {

  static final String INPUT = "input";
  static final String OUTPUT = "output";

  static InferHeader read(JsonNode json) {
    Problems problems = new Problems();
    JsonFields fields = JsonFields.of(json, "", problems);
    fields.nullable("id", "parameters", "outputs").ignore("model_name", "model_version");
    Optional<String> id = text(fields, "id");
    boolean binary = flag(fields, "binary_data_output", false);
    List<InputTensor> inputs = InputTensor.all(fields);
    boolean output = output(fields, binary);
    fields.done();
    if (inputs.isEmpty() && problems.isEmpty()) {
      problems.invalid("/inputs", "must hold input, or a tensor a column");
    }
    problems.throwIfAny();
    return new InferHeader(id, inputs, output);
  }

  /** Whether all that goes in is one tensor of numbers. */
  boolean isOneTensor() {
    return inputs.size() == 1 && inputs.getFirst().name().equals(INPUT);
  }

  private static Optional<String> text(JsonFields fields, String name) {
    Optional<JsonNode> node = fields.node(name);
    if (node.isPresent() && !node.get().isString()) {
      fields
          .problems()
          .unreadable(fields.pointer(name), "must be text, is " + Spelling.kind(node.get()));
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
