package io.descent.web;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What a POST with an {@code Idempotency-Key} made. */
@Entity
@Table(name = "idempotency")
@SuppressWarnings("NullAway.Init")
class IdempotencyRow {

  /** Whose key it is, and of which operation. */
  @Embeddable
  record Scope(String owner, String operation, @Column(name = "idempotency_key") String key) {}

  @EmbeddedId Scope scope;
  String bodySha256;
  UUID resourceId;
  Instant createdAt;
}
