package io.descent.job;

import com.fasterxml.jackson.annotation.JsonInclude;
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
    @Nullable Phase phase,
    @Nullable StopReason stopReason,
    UUID datasetId,
    JsonNode model,
    JsonNode training,
    int priority,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WarmStart warmStart,
    ProgressView progress,
    @Nullable Map<String, @Nullable Object> latest,
    @Nullable Long queuePosition,
    int attempt,
    @Nullable String worker,
    @Nullable UUID modelId,
    JsonNode warnings,
    @Nullable JsonNode error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode reproduction,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
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
      @Nullable Double samplesPerSecond,
      @Nullable Double etaSeconds) {

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
