package io.descent.model;

import io.descent.model.ModelMetrics.ClassMetrics;
import io.descent.model.ModelMetrics.ClassQuality;
import io.descent.model.ModelMetrics.NumberQuality;
import io.descent.model.ModelMetrics.PartMetrics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes metrics as JSON: a part without rows is null, and so is what is not finite. */
final class ModelMetricsJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> LONG =
      List.of("confusion_matrix", "per_class", "curve", "residuals");

  private ModelMetricsJson() {}

  static ObjectNode of(ModelMetrics metrics) {
    ObjectNode json = JSON.objectNode();
    set(json, "train", metrics.train());
    set(json, "validation", metrics.validation());
    set(json, "test", metrics.test());
    json.set("baseline", baseline(metrics.baseline()));
    json.set("leakage", ModelText.JSON.valueToTree(metrics.leakage()));
    return json;
  }

  private static JsonNode baseline(ModelMetrics.@Nullable Baseline baseline) {
    if (baseline == null) {
      return JSON.nullNode();
    }
    ObjectNode json = JSON.objectNode();
    json.set("constant", briefly(baseline.constant()));
    json.set("linear", briefly(baseline.linear()));
    if (baseline.linearReason() != null) {
      json.put("linear_reason", baseline.linearReason());
    }
    return json;
  }

  private static JsonNode briefly(ModelMetrics.@Nullable Parts parts) {
    if (parts == null) {
      return JSON.nullNode();
    }
    ObjectNode json = JSON.objectNode();
    set(json, "train", parts.train());
    set(json, "validation", parts.validation());
    set(json, "test", parts.test());
    return summary(json);
  }

  /** With null for what was not measured when the model was made. */
  static JsonNode complete(JsonNode metrics) {
    if (!(metrics instanceof ObjectNode object)
        || object.has("baseline") && object.has("leakage")) {
      return metrics;
    }
    ObjectNode complete = object.deepCopy();
    complete.putIfAbsent("baseline", JSON.nullNode());
    complete.putIfAbsent("leakage", JSON.nullNode());
    return complete;
  }

  private static void set(ObjectNode json, String name, @Nullable PartMetrics part) {
    json.set(name, part == null ? JSON.nullNode() : of(part));
  }

  /** Without what is long. */
  static JsonNode summary(JsonNode metrics) {
    JsonNode summary = metrics.deepCopy();
    for (JsonNode part : summary) {
      if (part instanceof ObjectNode object) {
        object.remove(LONG);
      }
    }
    return summary;
  }

  /** One part without what is long. */
  static JsonNode brief(ObjectNode part) {
    return part.deepCopy().remove(LONG);
  }

  static ObjectNode of(PartMetrics part) {
    ObjectNode json = JSON.objectNode();
    ArrayNode nonfinite = JSON.arrayNode();
    putOrNull(json, nonfinite, "loss", part.loss());
    put(json, nonfinite, "accuracy", part.accuracy());
    ClassQuality classes = part.classes();
    if (classes != null) {
      put(json, nonfinite, classes);
    }
    put(json, nonfinite, "mse", part.mse());
    put(json, nonfinite, "mae", part.mae());
    put(json, nonfinite, "r2", part.r2());
    NumberQuality numbers = part.numbers();
    if (numbers != null) {
      put(json, nonfinite, "median_absolute_error", numbers.medianAbsoluteError());
      putError(json, numbers.error());
    }
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
    if (classes != null && classes.curve() != null) {
      json.set("curve", ModelText.JSON.valueToTree(classes.curve()));
    }
    if (numbers != null) {
      json.set("residuals", ModelText.JSON.valueToTree(numbers.residuals()));
    }
    return json;
  }

  /** What has no meaning here is null too. */
  private static void put(ObjectNode json, ArrayNode nonfinite, ClassQuality classes) {
    put(json, nonfinite, "balanced_accuracy", classes.balancedAccuracy());
    putOrNull(json, nonfinite, "log_loss", classes.logLoss());
    put(json, nonfinite, "macro_f1", classes.macroF1());
    put(json, nonfinite, "mcc", classes.mcc());
    putOrNull(json, nonfinite, "roc_auc", classes.rocAuc());
    putOrNull(json, nonfinite, "pr_auc", classes.prAuc());
    putOrNull(json, nonfinite, "brier", classes.brier());
    json.set("accuracy_interval", ModelText.JSON.valueToTree(classes.accuracyInterval()));
    putError(json, classes.error());
  }

  /** Only where many rows were counted together. */
  private static void putError(ObjectNode json, double error) {
    if (error > 0) {
      json.put("approximation_error", error);
    }
  }

  private static void putOrNull(
      ObjectNode json, ArrayNode nonfinite, String name, @Nullable Double value) {
    if (value == null) {
      json.putNull(name);
    } else {
      put(json, nonfinite, name, value);
    }
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
