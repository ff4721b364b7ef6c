package io.descent.model;

import io.descent.storage.Blob;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** The head of a model: by what it is found and told apart. Never changes. */
@Entity
@Table(name = "model")
class ModelRow implements Persistable<UUID> {

  @Id private UUID id;
  private String owner;
  private String name;
  private int version;
  private @Nullable UUID jobId;
  private UUID datasetId;
  private long parameters;
  private UUID weightsId;
  private long weightsSize;
  private String weightsSha256;
  private Instant createdAt;
  @Transient private boolean stored;

  @SuppressWarnings("NullAway.Init")
  protected ModelRow() {}

  ModelRow(ModelHead head, int version, Instant createdAt) {
    this.id = head.id();
    this.owner = head.owner().name();
    this.name = head.name();
    this.version = version;
    this.jobId = head.jobId();
    this.datasetId = head.datasetId();
    this.parameters = head.parameters();
    this.weightsId = head.weights().id();
    this.weightsSize = head.weights().size();
    this.weightsSha256 = head.weightsSha256();
    this.createdAt = createdAt;
  }

  @Override
  public UUID getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return !stored;
  }

  @PostLoad
  @PostPersist
  void markStored() {
    stored = true;
  }

  String name() {
    return name;
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

  Instant createdAt() {
    return createdAt;
  }
}
