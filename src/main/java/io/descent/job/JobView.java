package io.descent.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A job as a client sees it. */
record JobView(
    UUID id,
    String name,
    JobStatus status,
    @Schema(nullable = true) @Nullable Phase phase,
    @Schema(nullable = true) @Nullable StopReason stopReason,
    UUID datasetId,
    @Schema(ref = "#/components/schemas/Network") JsonNode model,
    @Schema(ref = "#/components/schemas/Training") JsonNode training,
    int priority,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WarmStart warmStart,
    ProgressView progress,
    @Schema(types = {"object", "null"}) @Nullable Map<String, @Nullable Object> latest,
    @Schema(nullable = true) @Nullable Long queuePosition,
    int attempt,
    @Schema(nullable = true) @Nullable String worker,
    @Schema(nullable = true) @Nullable UUID modelId,
    @ArraySchema(schema = @Schema(type = "string")) JsonNode warnings,
    @Schema(types = {"object", "null"}) @Nullable JsonNode error,
    @Schema(types = {"object"}) @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable JsonNode reproduction,
    Instant createdAt,
    @Schema(nullable = true) @Nullable Instant startedAt,
    @Schema(nullable = true) @Nullable Instant finishedAt,
    Instant updatedAt) {

  /** The model whose weights a training starts from. */
  record WarmStart(UUID modelId) {}

  /**
   * @param epoch finished epochs
   * @param batch mini-batches done in the current one
   */
  record ProgressView(
      int epoch,
      int epochs,
      int batch,
      int batches,
      long updates,
      double fraction,
      @Schema(nullable = true) @Nullable Double samplesPerSecond,
      @Schema(nullable = true) @Nullable Double etaSeconds) {

    static ProgressView of(Progress progress, int epochs, JobStatus status) {
      return new ProgressView(
          progress.epoch(),
          epochs,
          progress.batch(),
          progress.batches(),
          progress.updates(),
          fraction(progress, epochs, status),
          finite(progress.samplesPerSecond()),
          finite(progress.etaSeconds()));
    }

    private static double fraction(Progress progress, int epochs, JobStatus status) {
      if (status == JobStatus.SUCCEEDED) {
        return 1;
      }
      double within = progress.batches() == 0 ? 0 : (double) progress.batch() / progress.batches();
      return Math.min(1, (progress.epoch() + within) / epochs);
    }

    private static @Nullable Double finite(double value) {
      return Double.isFinite(value) ? value : null;
    }
  }
}
