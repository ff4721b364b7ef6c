package io.descent.storage;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A row of an owner that has a name, and an id made before it is stored. */
@MappedSuperclass
public abstract class NamedRow implements Persistable<UUID> {

  @Id private UUID id;
  private String owner;
  private String name;
  private Instant createdAt;

  @SuppressWarnings("NullAway") // filled by Hibernate
  protected NamedRow() {}

  protected NamedRow(UUID id, String owner, String name, Instant createdAt) {
    this.id = id;
    this.owner = owner;
    this.name = name;
    this.createdAt = createdAt;
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

  public String name() {
    return name;
  }

  public Instant createdAt() {
    return createdAt;
  }
}
