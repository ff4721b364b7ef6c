package io.descent.storage;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A blob's head. Written once, and then changed by the updates of {@link BlobRows} only. */
@Entity
@Table(name = "stored_blob")
class BlobRow implements Persistable<UUID> {

  /** Whether another row points at a blob. */
  enum State {
    /** Not yet: it is being written, or was forgotten. */
    LOOSE("loose"),
    KEPT("kept"),
    /** No more: it is to be deleted. */
    DROPPED("dropped");

    @EnumeratedValue private final String column;

    State(String column) {
      this.column = column;
    }
  }

  @Id private UUID id;
  private long size;

  @Enumerated(EnumType.STRING)
  private State state = State.LOOSE;

  private Instant touchedAt;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected BlobRow() {}

  /** A blob about to be written. */
  BlobRow(UUID id, Instant now) {
    this.id = id;
    this.touchedAt = now;
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
