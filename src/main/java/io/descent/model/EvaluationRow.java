package io.descent.model;

import io.descent.storage.JsonColumn;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.springframework.data.domain.Persistable;
import tools.jackson.databind.node.ObjectNode;

/** What a model was measured to be on other data, as it is shown. Never changes. */
@Entity
@Table(name = "model_evaluation")
@SuppressWarnings("NullAway.Init")
class EvaluationRow implements Persistable<UUID> {

  @Immutable
  static final class Content extends JsonColumn<ObjectNode> {
    Content() {
      super(ObjectNode.class, ModelText.JSON);
    }
  }

  @Id UUID id;
  UUID modelId;
  String owner;

  @Convert(converter = Content.class)
  ObjectNode content;

  Instant createdAt;

  protected EvaluationRow() {}

  EvaluationRow(UUID id, UUID modelId, String owner, ObjectNode content, Instant createdAt) {
    this.id = id;
    this.modelId = modelId;
    this.owner = owner;
    this.content = content;
    this.createdAt = createdAt;
  }

  @Override
  public UUID getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return true;
  }
}
