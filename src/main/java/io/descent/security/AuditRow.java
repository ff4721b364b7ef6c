package io.descent.security;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * A change that a caller asked for, or a call that was not allowed, with what came of it. The
 * operation is a verb and the address it is mapped to; the subject is the id or the name of what it
 * was about.
 */
@Entity
@Table(name = "audit")
@SuppressWarnings("NullAway.Init")
class AuditRow implements Persistable<UUID> {

  @Id UUID id;
  String owner;
  private @Nullable UUID keyId;
  String operation;
  private @Nullable String subject;
  short status;
  Instant createdAt;

  protected AuditRow() {}

  AuditRow(
      UUID id, Caller caller, String operation, Optional<String> subject, int status, Instant now) {
    this.id = id;
    this.owner = caller.owner().name();
    this.keyId = caller.key().orElse(null);
    this.operation = operation;
    this.subject = subject.orElse(null);
    this.status = (short) status;
    this.createdAt = now;
  }

  Optional<UUID> keyId() {
    return Optional.ofNullable(keyId);
  }

  Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  @Override
  public UUID getId() {
    return id;
  }

  /** Nothing else is ever saved. */
  @Override
  public boolean isNew() {
    return true;
  }
}
