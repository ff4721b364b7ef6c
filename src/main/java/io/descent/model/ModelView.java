package io.descent.model;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A model as a client sees it. */
record ModelView(
    UUID id,
    @Nullable UUID jobId,
    String name,
    @Schema(allowableValues = {"classification", "regression"}) String task,
    @Schema(ref = "#/components/schemas/Network") JsonNode model,
    @Schema(ref = "#/components/schemas/Training") JsonNode training,
    long parameters,
    String weightsSha256,
    ModelDocument.TrainedOn dataset,
    @Nullable List<String> classes,
    List<Integer> inputShape,
    @Schema(ref = "#/components/schemas/Metrics") JsonNode metrics,
    Instant createdAt) {

  /** As lists show it: without tables, curves and histograms. */
  static ModelView summary(ModelRow row) {
    return of(row, ModelMetricsJson.summary(row.document.metrics()));
  }

  static ModelView of(ModelRow row) {
    return of(row, row.document.metrics());
  }

  private static ModelView of(ModelRow row, JsonNode metrics) {
    ModelDocument document = row.document;
    return new ModelView(
        row.getId(),
        row.jobId,
        row.name(),
        document.task(),
        document.model(),
        document.training(),
        row.parameters,
        row.weightsSha256,
        document.dataset(),
        document.classes(),
        document.inputShape(),
        metrics,
        row.createdAt());
  }
}
