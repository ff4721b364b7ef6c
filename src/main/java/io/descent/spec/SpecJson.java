package io.descent.spec;

import io.descent.engine.ClassWeights;
import io.descent.engine.Described;
import io.descent.engine.EarlyStopping;
import io.descent.engine.ModelSpec;
import io.descent.engine.Settings;
import io.descent.engine.Settings.Setting;
import io.descent.engine.TrainingPlan;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes networks and trainings as JSON with every default filled in. */
final class SpecJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SpecJson() {}

  static ObjectNode of(ModelSpec model) {
    ObjectNode json = JSON.objectNode();
    ArrayNode shape = json.putArray("input_shape");
    model.inputShape().dims().forEach(shape::add);
    ArrayNode layers = json.putArray("layers");
    model.layers().forEach(layer -> layers.add(of(layer)));
    return json.put("loss", model.loss().type());
  }

  static ObjectNode of(TrainingSpec training) {
    TrainingPlan plan = training.plan();
    ObjectNode json =
        put(
            JSON.objectNode(),
            TrainingPlan.EPOCHS.setting(plan),
            TrainingPlan.BATCH_SIZE.setting(plan));
    json.put("seed", plan.seed());
    json.set("optimizer", of(plan.optimizer()));
    json.set("schedule", of(plan.schedule()));
    putSplit(json.putObject("split"), training.split());
    json.set(ClassWeightsReader.FIELD, classWeights(training));
    put(json.putObject("preprocessing"), TrainingSpec.NUMERIC.setting(training));
    json.putNull("early_stopping");
    plan.earlyStopping()
        .map(EarlyStopping.kind(List.of(plan.task()))::settings)
        .ifPresent(it -> put(json.putObject("early_stopping"), it));
    put(json, TrainingPlan.KEEP.setting(plan));
    put(json, "clip_norm", plan.clipNorm());
    put(json, "max_seconds", training.maxSeconds());
    return json;
  }

  private static void putSplit(ObjectNode json, TrainingSpec.SplitSpec split) {
    if (split.by() != TrainingSpec.SplitBy.COLUMN) {
      put(json, TrainingSpec.SplitSpec.KIND.settings(split));
    }
    if (!split.field().isEmpty()) {
      json.put(split.field(), split.column());
    }
    split.testDataset().ifPresent(it -> json.put("test_dataset_id", it.toString()));
  }

  private static JsonNode classWeights(TrainingSpec training) {
    return switch (training.plan().classWeights()) {
      case ClassWeights.None _ -> JSON.stringNode(ClassWeightsReader.NONE);
      case ClassWeights.Balanced _ -> JSON.stringNode(ClassWeightsReader.BALANCED);
      case ClassWeights.Given _ -> {
        ObjectNode byLabel = JSON.objectNode();
        training.classWeights().forEach(byLabel::put);
        yield byLabel;
      }
    };
  }

  static ObjectNode of(Described spec) {
    return put(JSON.objectNode().put("type", spec.type()), spec.settings());
  }

  private static ObjectNode put(ObjectNode json, Settings settings) {
    return put(json, settings.values().toArray(Setting[]::new));
  }

  private static ObjectNode put(ObjectNode json, Setting... settings) {
    for (Setting setting : settings) {
      json.set(setting.name(), of(setting.value()));
    }
    return json;
  }

  private static void put(ObjectNode json, String field, OptionalDouble value) {
    value.ifPresentOrElse(v -> json.put(field, v), () -> json.putNull(field));
  }

  /** Two extents are one number where they are equal, as people write it. */
  static JsonNode of(Settings.Value value) {
    return switch (value) {
      case Settings.Whole(int number) -> JSON.numberNode(number);
      case Settings.Real(double number) -> JSON.numberNode(number);
      case Settings.Flag(boolean flag) -> JSON.booleanNode(flag);
      case Settings.Word(String word) -> JSON.stringNode(word);
      case Settings.Pair(int height, int width) ->
          height == width ? JSON.numberNode(height) : JSON.arrayNode().add(height).add(width);
    };
  }
}
