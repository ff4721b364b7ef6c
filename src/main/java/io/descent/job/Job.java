package io.descent.job;

import io.descent.engine.Task;
import io.descent.job.JobRequest.WarmLayers;
import io.descent.security.Owner;
import io.descent.storage.Labels;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job as its row stood when it was read. The row is written once; every later change is a
 * conditional update by {@link JobChanges} or {@link JobLeases}.
 */
@Entity
@Table(name = "job")
public class Job {

  @Id UUID id = new UUID(0, 0);
  String owner;
  String name = "";

  @Enumerated(EnumType.STRING)
  Task task = Task.CLASSIFICATION;

  UUID datasetId = new UUID(0, 0);

  /** Whose rows are the test part, where it is not the same data set. */
  @Nullable UUID testDatasetId;

  @Column(name = "model_json")
  @Convert(converter = JsonText.class)
  JsonNode model = MissingNode.getInstance();

  @Column(name = "training_json")
  @Convert(converter = JsonText.class)
  JsonNode training = MissingNode.getInstance();

  @Column(name = "warnings_json")
  @Convert(converter = StoredJson.class)
  JsonNode warnings = MissingNode.getInstance();

  @Embedded Labels labels = Labels.NONE;
  short priority;

  /** The most that work on a step; none: as many as the process gives. */
  @Nullable Short threads;

  @Nullable UUID warmStartModelId;

  /** Absent where there is no model, or of a job that takes its weights by position. */
  @Enumerated(EnumType.STRING)
  @Nullable WarmLayers warmStartLayers;

  @Column(name = "carried_json")
  @Convert(converter = JsonText.class)
  @Nullable JsonNode carried;

  @Column(name = "freeze_json")
  @Convert(converter = StoredJson.class)
  @Nullable JsonNode freeze;

  @Nullable UUID reproducesJobId;
  @Nullable Long stopAtUpdates;

  @Nullable UUID sweepId;
  @Nullable Integer trial;
  @Nullable Integer rung;

  /** Of a trial: it waits for the others of its sweep once it has so many epochs. */
  @Nullable Integer restAtEpoch;

  /** Of a trial: the best of its sweep's metric up to where it was left last. */
  @Nullable Double trialValue;

  @Embedded JobState state = new JobState(JobStatus.QUEUED, 0, 1);
  long statusSequence = 1;

  @Enumerated(EnumType.STRING)
  @Nullable Phase phase;

  @Column(name = "fruitless_starts")
  int startsWithoutCheckpoint;

  @Nullable String worker;
  int epochs;

  /** Settings of the training by which jobs are sorted. */
  @Nullable Double lr;

  @Nullable Integer batchSize;
  @Nullable Long seed;
  @Embedded Progress progress = new Progress(0, 0, 0, 0, null, null, null, null, null);
  @Embedded private @Nullable JobOutcome outcome;

  @Column(name = "reproduction_json")
  @Convert(converter = StoredJson.class)
  @Nullable JsonNode reproduction;

  Instant queuedAt = Instant.EPOCH;
  Instant createdAt = Instant.EPOCH;
  @Nullable Instant startedAt;

  /** When the job is cancelled, if it has not ended. */
  @Nullable Instant expiresAt;

  /** The same of a new job: seconds from its creation on. */
  @Transient OptionalInt expiresInSeconds = OptionalInt.empty();

  Instant updatedAt = Instant.EPOCH;

  /** For rows that are read. */
  protected Job() {
    this.owner = "";
  }

  /** A job that is to be queued; what it trains, its id and its times are still to come. */
  Job(Owner owner) {
    this.owner = owner.name();
  }

  /** A job that trains the same as this one again, exactly as far. */
  Job again() {
    Job job = new Job(owner());
    job.name = name;
    job.labels = labels;
    job.task = task;
    job.datasetId = datasetId;
    job.testDatasetId = testDatasetId;
    job.model = model;
    job.training = training;
    job.warnings = warnings;
    job.priority = priority;
    job.threads = threads;
    job.warmStartModelId = warmStartModelId;
    job.warmStartLayers = warmStartLayers;
    job.carried = carried;
    job.freeze = freeze;
    job.epochs = epochs;
    job.settings();
    job.reproducesJobId = id;
    boolean cut = outcome().stopReason() == StopReason.MAX_SECONDS;
    job.stopAtUpdates = cut ? progress.updates() : null;
    return job;
  }

  /** Of a new job; when it is over follows from its creation. */
  void options(JobOptions options) {
    priority = (short) options.priority();
    threads = options.mostThreads();
    expiresInSeconds = options.expiresInSeconds();
  }

  /** Copies out of the training what jobs are sorted by. */
  Job settings() {
    JsonNode asked = JsonText.tree(training);
    lr = asked.at("/optimizer/lr").asDouble();
    batchSize = asked.path("batch_size").asInt();
    seed = asked.path("seed").asLong();
    return this;
  }

  public UUID id() {
    return id;
  }

  public Owner owner() {
    return new Owner(owner);
  }

  public String name() {
    return name;
  }

  public UUID dataset() {
    return datasetId;
  }

  /** The other data set that the model is tested on. */
  public Optional<UUID> testDataset() {
    return Optional.ofNullable(testDatasetId);
  }

  /** The network with every default filled in; an UncheckedIOException where it is damaged. */
  public ObjectNode model() {
    return sound("model", model);
  }

  /** The training with every default filled in; an UncheckedIOException where it is damaged. */
  public ObjectNode training() {
    return sound("training", training);
  }

  private static ObjectNode sound(String what, JsonNode stored) {
    if (JsonText.tree(stored) instanceof ObjectNode object) {
      return object;
    }
    throw new UncheckedIOException(new IOException("its stored " + what + " is damaged"));
  }

  /** What of its JSON could not be read. */
  List<String> damaged() {
    return Map.of("model", model, "training", training, "warnings", warnings).entrySet().stream()
        .filter(it -> it.getValue().isMissingNode())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Indexes of the layers that do not learn. */
  public List<Integer> frozen() {
    return freeze == null ? List.of() : freeze.valueStream().map(JsonNode::intValue).toList();
  }

  /** The most threads that work on a step of it, whatever the process gives. */
  public int mostThreads() {
    return threads == null ? Integer.MAX_VALUE : threads;
  }

  /** The model whose weights training starts from. */
  public Optional<UUID> warmStart() {
    return Optional.ofNullable(warmStartModelId);
  }

  /**
   * Whether columns, categories and classes are found by name among the model's, as in all jobs but
   * those of earlier versions.
   */
  public boolean startsByName() {
    return warmStartLayers != null;
  }

  /** What became of each tensor, by its name; empty where none was carried by name. */
  public Optional<JsonNode> carried() {
    return Optional.ofNullable(carried).map(JsonText::tree);
  }

  /** Of a trial its sweep and its number. */
  public Optional<ObjectNode> trial() {
    return Optional.ofNullable(sweepId)
        .map(it -> JsonNodeFactory.instance.objectNode().put("sweep", it.toString()))
        .map(it -> it.put("trial", trial));
  }

  /** The job whose training this one repeats. */
  public Optional<UUID> reproduces() {
    return Optional.ofNullable(reproducesJobId);
  }

  /** Where a training that is reproduced was ended by its limit of time. */
  public OptionalLong stopAtUpdates() {
    return stopAtUpdates == null ? OptionalLong.empty() : OptionalLong.of(stopAtUpdates);
  }

  /** The epochs after which it waits for others. */
  public OptionalInt restAtEpoch() {
    return restAtEpoch == null ? OptionalInt.empty() : OptionalInt.of(restAtEpoch);
  }

  public JobState state() {
    return state;
  }

  /** Starts in a row that ended without a new checkpoint. */
  public int startsWithoutCheckpoint() {
    return startsWithoutCheckpoint;
  }

  public Progress progress() {
    return progress;
  }

  JobOutcome outcome() {
    return outcome == null ? JobOutcome.NONE : outcome;
  }
}
