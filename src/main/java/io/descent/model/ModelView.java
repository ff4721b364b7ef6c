package io.descent.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.dataset.Encoding;
import io.descent.web.Tags;
import io.descent.web.Warning;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A model as a client sees it. */
record ModelView(
    UUID id,
    @Nullable UUID jobId,
    String name,
    int version,
    List<String> aliases,
    @Schema(types = {"object"}) Tags tags,
    @Nullable String description,
    @Schema(allowableValues = {"classification", "regression"}) String task,
    @Schema(ref = "#/components/schemas/CompleteNetwork") JsonNode model,
    @Schema(ref = "#/components/schemas/CompleteTraining") JsonNode training,
    long parameters,
    String weightsSha256,
    ModelDocument.TrainedOn dataset,
    @Nullable List<String> classes,
    List<Integer> inputShape,
    String target,
    @Schema(nullable = true, description = "What goes in, in order; of images and in lists absent")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<ModelColumn> columns,
    @Schema(
            nullable = true,
            description = "From which probability the second of two classes is answered")
        @Nullable Double threshold,
    @Schema(ref = "#/components/schemas/Metrics") JsonNode metrics,
    @Schema(description = "What was doubtful of its training") List<Warning> warnings,
    Instant createdAt) {

  /** As lists show it: without columns, tables, curves and histograms. */
  static ModelView summary(ModelRow row, List<String> aliases) {
    return of(row, row.document.brief(), aliases, null);
  }

  static ModelView summary(ListedModel row, List<String> aliases) {
    String brief = Objects.requireNonNull(row.brief);
    return of(row, ModelHead.DocumentJson.SHARED.convertToEntityAttribute(brief), aliases, null);
  }

  static ModelView of(ModelRow row, List<String> aliases, Encoding encoding) {
    List<ModelColumn> columns = encoding.ofImages() ? null : ModelColumn.of(encoding);
    return of(row, row.document, aliases, columns);
  }

  private static ModelView of(
      ModelHead row,
      ModelDocument document,
      List<String> aliases,
      @Nullable List<ModelColumn> columns) {
    return new ModelView(
        row.getId(),
        row.jobId,
        row.name(),
        row.version,
        aliases,
        row.labels.tags(),
        row.labels.description(),
        document.task(),
        document.model(),
        document.training(),
        row.parameters,
        row.weightsSha256,
        document.dataset(),
        document.classes(),
        document.inputShape(),
        document.target(),
        columns,
        row.threshold,
        ModelMetricsJson.complete(document.metrics()),
        Objects.requireNonNullElse(document.warnings(), List.of()),
        row.createdAt());
  }
}
