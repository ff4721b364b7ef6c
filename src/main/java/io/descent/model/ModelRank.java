package io.descent.model;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Numbers of a model by which lists are sorted: how good it is on the validation part, and settings
 * of its training. What is not known is absent.
 */
@Embeddable
record ModelRank(
    @Nullable Double validationLoss,
    @Nullable Double validationAccuracy,
    @Nullable Double validationR2,
    @Nullable Double lr,
    @Nullable Integer batchSize,
    @Nullable Integer epochs,
    @Nullable Long seed) {

  static final ModelRank NONE = new ModelRank(null, null, null, null, null, null, null);

  static ModelRank of(ModelDocument document) {
    JsonNode validation = document.metrics().path("validation");
    JsonNode training = document.training();
    return new ModelRank(
        number(validation.path("loss")),
        number(validation.path("accuracy")),
        number(validation.path("r2")),
        number(training.at("/optimizer/lr")),
        training.path("batch_size").canConvertToInt() ? training.get("batch_size").asInt() : null,
        training.path("epochs").canConvertToInt() ? training.get("epochs").asInt() : null,
        training.path("seed").canConvertToLong() ? training.get("seed").asLong() : null);
  }

  private static @Nullable Double number(JsonNode node) {
    return node.isNumber() ? (Double) node.doubleValue() : null;
  }
}
