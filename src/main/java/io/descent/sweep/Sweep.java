package io.descent.sweep;

import io.descent.engine.EpochMetric;
import io.descent.job.JobStatus;
import io.descent.job.JsonText;
import io.descent.job.StoredJson;
import io.descent.storage.Labels;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sweep as its row stood when it was read. The row is written once; every later change is a
 * conditional update.
 */
@Entity
@Table(name = "sweep")
class Sweep {

  @Id UUID id = new UUID(0, 0);
  String owner = "";
  String name = "";
  @Embedded Labels labels = Labels.NONE;
  UUID datasetId = new UUID(0, 0);

  @Column(name = "model_json")
  @Convert(converter = JsonText.class)
  JsonNode model = MissingNode.getInstance();

  @Column(name = "training_json")
  @Convert(converter = JsonText.class)
  JsonNode training = MissingNode.getInstance();

  @Column(name = "space_json")
  @Convert(converter = JsonText.class)
  JsonNode space = MissingNode.getInstance();

  @Column(name = "strategy_json")
  @Convert(converter = StoredJson.class)
  JsonNode strategy = MissingNode.getInstance();

  String metric = "";
  boolean maximize;
  @Nullable Integer parallel;
  short priority;

  /** The most that work on a step of a trial; none: as many as the process gives. */
  @Nullable Short threads;

  long seed;
  int epochs;
  int trials;

  @Enumerated(EnumType.STRING)
  JobStatus status = JobStatus.RUNNING;

  int generation;
  int rung;
  Instant createdAt = Instant.EPOCH;
  @Nullable Instant finishedAt;

  /** When the sweep is cancelled, if it has not ended. */
  @Nullable Instant expiresAt;

  Instant updatedAt = Instant.EPOCH;

  EpochMetric metric() {
    return EpochMetric.named(metric);
  }

  Strategy strategy() {
    return Strategy.stored(strategy);
  }

  /** The settings of each trial, in their order. */
  List<Map<String, JsonNode>> points() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.set("model", JsonText.tree(model));
    request.set("training", JsonText.tree(training));
    JsonNode ranges = JsonText.tree(space);
    request.set("space", ranges);
    JsonFields fields = JsonFields.of(ranges, SweepSpace.POINTER, new Problems());
    return strategy().points(SweepSpace.read(fields, request), seed);
  }

  boolean isOver(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }

  int atOnce() {
    return parallel == null ? trials : parallel;
  }
}
