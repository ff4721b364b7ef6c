package io.descent.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A name that points at one model of its owner. */
@Entity
@Table(name = "model_alias")
@SuppressWarnings("NullAway.Init")
class AliasRow {

  @Id UUID id;
  String owner;
  String alias;
  UUID modelId;
  Instant updatedAt;

  protected AliasRow() {}

  AliasRow(UUID id, String owner, String alias, UUID modelId, Instant updatedAt) {
    this.id = id;
    this.owner = owner;
    this.alias = alias;
    this.modelId = modelId;
    this.updatedAt = updatedAt;
  }
}
