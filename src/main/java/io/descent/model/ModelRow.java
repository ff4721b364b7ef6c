package io.descent.model;

import io.descent.storage.Blob;
import io.descent.storage.NamedRow;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The head of a model: by what it is found and told apart. Never changes. */
@Entity
@Table(name = "model")
class ModelRow extends NamedRow {

  private int version;
  private @Nullable UUID jobId;
  private UUID datasetId;
  private long parameters;
  private UUID weightsId;
  private long weightsSize;
  private String weightsSha256;

  @SuppressWarnings("NullAway.Init")
  protected ModelRow() {}

  ModelRow(ModelHead head, int version, Instant createdAt) {
    super(head.id(), head.owner().name(), head.name(), createdAt);
    this.version = version;
    this.jobId = head.jobId();
    this.datasetId = head.datasetId();
    this.parameters = head.parameters();
    this.weightsId = head.weights().id();
    this.weightsSize = head.weights().size();
    this.weightsSha256 = head.weightsSha256();
  }

  Optional<UUID> jobId() {
    return Optional.ofNullable(jobId);
  }

  long parameters() {
    return parameters;
  }

  Blob weights() {
    return new Blob(weightsId, weightsSize);
  }

  String weightsSha256() {
    return weightsSha256;
  }
}
