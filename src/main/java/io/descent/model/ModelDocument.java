package io.descent.model;

import io.descent.engine.Task;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is told of a model beside its head.
 *
 * @param classes of a classification
 * @param inputShape raw columns, or pixels
 * @param target the column that is predicted
 */
record ModelDocument(
    String task,
    JsonNode model,
    JsonNode training,
    TrainedOn dataset,
    @Nullable List<String> classes,
    List<Integer> inputShape,
    String target,
    JsonNode metrics,
    JsonNode provenance) {

  /** The data set of the training; it may have been deleted since. */
  record TrainedOn(UUID id, String sha256, long rows) {}

  static ModelDocument of(ModelDraft draft) {
    boolean classification = draft.encoding().task() == Task.CLASSIFICATION;
    return new ModelDocument(
        classification ? "classification" : "regression",
        draft.modelJson(),
        draft.trainingJson(),
        new TrainedOn(
            draft.dataset().id(), draft.dataset().sha256(), draft.dataset().schema().rows()),
        classification ? draft.encoding().classes() : null,
        draft.encoding().inputShape().dims(),
        draft.dataset().schema().target(),
        ModelMetricsJson.of(draft.metrics()),
        draft.provenance());
  }
}
