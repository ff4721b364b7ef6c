package io.descent.model;

import io.descent.model.ModelMetrics.ClassMetrics;
import io.descent.model.ModelMetrics.PartMetrics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes metrics as JSON: a part without rows is null, and so is what is not finite. */
final class ModelMetricsJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ModelMetricsJson() {}

  static ObjectNode of(ModelMetrics metrics) {
    ObjectNode json = JSON.objectNode();
    set(json, "train", metrics.train());
    set(json, "validation", metrics.validation());
    set(json, "test", metrics.test());
    return json;
  }

  private static void set(ObjectNode json, String name, @Nullable PartMetrics part) {
    json.set(name, part == null ? JSON.nullNode() : of(part));
  }

  static ObjectNode of(PartMetrics part) {
    ObjectNode json = JSON.objectNode();
    ArrayNode nonfinite = JSON.arrayNode();
    put(json, nonfinite, "loss", part.loss());
    put(json, nonfinite, "accuracy", part.accuracy());
    put(json, nonfinite, "mse", part.mse());
    put(json, nonfinite, "mae", part.mae());
    put(json, nonfinite, "r2", part.r2());
    if (!nonfinite.isEmpty()) {
      json.set("nonfinite", nonfinite);
    }
    List<List<Long>> confusion = part.confusionMatrix();
    if (confusion != null) {
      json.set("confusion_matrix", ModelText.JSON.valueToTree(confusion));
    }
    List<ClassMetrics> perClass = part.perClass();
    if (perClass != null) {
      json.set("per_class", ModelText.JSON.valueToTree(perClass));
      json.set("macro", macro(perClass));
    }
    return json;
  }

  /** The means over the classes, each counting the same. */
  private static ObjectNode macro(List<ClassMetrics> classes) {
    return JSON.objectNode()
        .put("precision", mean(classes, ClassMetrics::precision))
        .put("recall", mean(classes, ClassMetrics::recall))
        .put("f1", mean(classes, ClassMetrics::f1));
  }

  private static double mean(List<ClassMetrics> classes, ToDoubleFunction<ClassMetrics> metric) {
    return classes.stream().mapToDouble(metric).average().orElse(0);
  }

  private static void put(
      ObjectNode json, ArrayNode nonfinite, String name, @Nullable Double value) {
    if (value == null) {
      return;
    }
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
      nonfinite.add(name);
    }
  }
}
