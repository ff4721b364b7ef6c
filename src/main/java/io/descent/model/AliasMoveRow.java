package io.descent.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an alias pointed from a moment on; without a model it was taken away. Never changes. */
@Entity
@Table(name = "model_alias_move")
@SuppressWarnings("NullAway.Init")
class AliasMoveRow {

  @Id UUID id;
  String owner;
  String alias;
  @Nullable UUID modelId;
  Instant createdAt;

  protected AliasMoveRow() {}

  AliasMoveRow(UUID id, String owner, String alias, @Nullable UUID modelId, Instant createdAt) {
    this.id = id;
    this.owner = owner;
    this.alias = alias;
    this.modelId = modelId;
    this.createdAt = createdAt;
  }
}
