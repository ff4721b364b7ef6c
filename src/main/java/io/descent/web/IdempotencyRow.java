package io.descent.web;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** What a POST with an {@code Idempotency-Key} made. Written once. */
@Entity
@Table(name = "idempotency")
class IdempotencyRow implements Persistable<IdempotencyRow.Scope> {

  /** Whose key it is, and of which operation. */
  @Embeddable
  record Scope(String owner, String operation, @Column(name = "idempotency_key") String key) {}

  @EmbeddedId private Scope scope;
  private String bodySha256;
  private UUID resourceId;
  private Instant createdAt;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected IdempotencyRow() {}

  IdempotencyRow(Scope scope, String bodySha256, UUID resourceId, Instant createdAt) {
    this.scope = scope;
    this.bodySha256 = bodySha256;
    this.resourceId = resourceId;
    this.createdAt = createdAt;
  }

  @Override
  public Scope getId() {
    return scope;
  }

  /** Nothing else is ever saved. */
  @Override
  public boolean isNew() {
    return true;
  }

  String bodySha256() {
    return bodySha256;
  }

  UUID resourceId() {
    return resourceId;
  }
}
