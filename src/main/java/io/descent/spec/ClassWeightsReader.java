package io.descent.spec;

import io.descent.dataset.Schema;
import io.descent.engine.ClassWeights;
import io.descent.engine.Task;
import io.descent.web.Interval;
import io.descent.web.JsonFields;
import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** Reads how much each class counts: a word, or numbers by label. */
final class ClassWeightsReader {

  static final String FIELD = "class_weights";
  static final String NONE = "none";
  static final String BALANCED = "balanced";

  private final JsonFields training;
  private final Optional<Schema> schema;

  /**
   * @param schema of the data set, where it is known
   */
  ClassWeightsReader(JsonFields training, Optional<Schema> schema) {
    this.training = training;
    this.schema = schema;
  }

  /**
   * @param byLabel the numbers as they were given; empty for a word
   */
  record Weights(ClassWeights weights, Map<String, Double> byLabel) {

    static final Weights NONE = new Weights(ClassWeights.NONE, Map.of());
  }

  Weights read() {
    Weights weights = weights();
    boolean classes = schema.map(it -> it.task() == Task.CLASSIFICATION).orElse(true);
    if (!classes && !weights.equals(Weights.NONE)) {
      String detail = "weighs classes, but the task is regression; leave it out";
      training.problems().invalid(training.pointer(FIELD), detail);
      return Weights.NONE;
    }
    return weights;
  }

  private Weights weights() {
    Optional<JsonNode> node = training.node(FIELD);
    if (node.isEmpty()) {
      return Weights.NONE;
    }
    if (node.get().isObject()) {
      return given(training.optionalObject(FIELD).orElseThrow(), node.get());
    }
    if (!node.get().isString()) {
      String kind = Spelling.kind(node.get());
      String detail = "must be none, balanced or an object of numbers by label, is " + kind;
      training.problems().unreadable(training.pointer(FIELD), detail);
      return Weights.NONE;
    }
    boolean balanced =
        training
            .optionalChoice(FIELD, List.of(NONE, BALANCED))
            .filter(BALANCED::equals)
            .isPresent();
    return balanced ? new Weights(new ClassWeights.Balanced(), Map.of()) : Weights.NONE;
  }

  private Weights given(JsonFields fields, JsonNode object) {
    Map<String, Double> byLabel = new LinkedHashMap<>();
    List<String> labels = schema.map(Schema::labels).orElse(List.of());
    for (String label : object.propertyNames()) {
      OptionalDouble weight = fields.optionalDouble(label, Interval.above(0));
      if (schema.isPresent() && !labels.contains(label)) {
        String detail = "the data set has no such class" + Spelling.hint(label, labels);
        fields.problems().invalid(fields.pointer(label), detail);
      } else if (weight.isPresent()) {
        byLabel.put(label, weight.getAsDouble());
      }
    }
    List<Double> byClass = new ArrayList<>();
    labels.forEach(label -> byClass.add(byLabel.getOrDefault(label, 1.0)));
    return new Weights(new ClassWeights.Given(byClass), byLabel);
  }
}
