package io.descent.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.job.JobRequest.WarmLayers;
import io.descent.web.Tags;
import io.descent.web.Warning;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A job as a client sees it. */
record JobView(
    UUID id,
    String name,
    @Schema(types = {"object"}) Tags tags,
    @Nullable String description,
    JobStatus status,
    @Nullable Phase phase,
    @Nullable StopReason stopReason,
    UUID datasetId,
    @Schema(ref = "#/components/schemas/CompleteNetwork") JsonNode model,
    @Schema(ref = "#/components/schemas/CompleteTraining") JsonNode training,
    int priority,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Short threads,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WarmStart warmStart,
    @Schema(ref = "#/components/schemas/Carried") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable JsonNode carried,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> freeze,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID sweepId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer trial,
    ProgressView progress,
    @Schema(ref = "#/components/schemas/LatestMetrics")
        @Nullable Map<String, @Nullable Object> latest,
    @Schema(ref = "#/components/schemas/BestMetrics") @Nullable Map<String, @Nullable Object> best,
    @Schema(ref = "#/components/schemas/Diagnosis") @Nullable JsonNode diagnosis,
    @Nullable Long queuePosition,
    int attempt,
    @Nullable String worker,
    @Nullable UUID modelId,
    List<Warning> warnings,
    @Schema(ref = "#/components/schemas/JobFailure") @Nullable JsonNode error,
    @Schema(ref = "#/components/schemas/Reproduction") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable JsonNode reproduction,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiresAt,
    Instant updatedAt) {

  /**
   * @param trouble why nothing can be stored now
   */
  static JobView of(Job job, @Nullable Long queuePosition, Optional<String> trouble) {
    JobOutcome outcome = job.outcome();
    Scores latest = job.progress.latest();
    Best best = job.progress.best();
    return new JobView(
        job.id,
        job.name,
        job.labels.tags(),
        job.labels.description(),
        job.state.status(),
        job.phase,
        outcome.stopReason(),
        job.datasetId,
        job.model,
        job.training,
        job.priority,
        job.threads,
        WarmStart.of(job),
        job.carried,
        job.frozen(),
        job.sweepId,
        job.trial,
        ProgressView.of(job.progress, job.epochs, job.state.status()),
        latest == null ? null : EpochJson.latest(job.task, latest),
        best == null ? null : EpochJson.best(job.task, best),
        job.progress.diagnosis(),
        queuePosition,
        job.state.attempt(),
        job.worker,
        outcome.modelId(),
        warnings(job, trouble),
        outcome.error(),
        job.reproduction,
        job.createdAt,
        job.startedAt,
        outcome.finishedAt(),
        job.expiresAt,
        job.updatedAt);
  }

  /** Memory of what of it may be long. */
  long bytes() {
    return JsonText.length(model)
        + JsonText.length(training)
        + JsonText.length(carried)
        + JsonText.length(diagnosis);
  }

  /** Those it was accepted with, and what of its row cannot be read. */
  private static List<Warning> warnings(Job job, Optional<String> trouble) {
    List<Warning> warnings = new ArrayList<>();
    job.warnings.forEach(it -> warnings.add(Warning.stored(it)));
    for (String what : job.damaged()) {
      warnings.add(
          Warning.note("damaged", "the stored " + what + " is damaged and cannot be shown"));
    }
    if (!job.state.status().ended()) {
      trouble.ifPresent(it -> warnings.add(waits(it)));
    }
    return warnings;
  }

  private static Warning waits(String trouble) {
    return Warning.of(
        "storage",
        "nothing can be stored now (" + trouble + "): the job waits, or goes on in memory",
        "free space on the disk of the database; all goes on by itself");
  }

  /**
   * The model whose weights a training starts from.
   *
   * @param layers absent in jobs of earlier versions, which take weights by position
   */
  record WarmStart(
      UUID modelId,
      @Schema(allowableValues = {"all", "matching"}) @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String layers) {

    static @Nullable WarmStart of(Job job) {
      UUID model = job.warmStartModelId;
      WarmLayers layers = job.warmStartLayers;
      return model == null
          ? null
          : new WarmStart(model, layers == null ? null : layers.name().toLowerCase(Locale.ROOT));
    }

    ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("model_id", modelId.toString());
      return layers == null ? json : json.put("layers", layers);
    }
  }

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
          progress.samplesPerSecond(),
          status.ended() ? null : progress.etaSeconds());
    }

    private static double fraction(Progress progress, int epochs, JobStatus status) {
      if (status == JobStatus.SUCCEEDED) {
        return 1;
      }
      double within = progress.batches() == 0 ? 0 : (double) progress.batch() / progress.batches();
      return Math.min(1, (progress.epoch() + within) / epochs);
    }
  }
}
