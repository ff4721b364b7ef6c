package io.descent.storage;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A blob's head, of which {@link BlobRows} reads and changes single fields. */
@Entity
@Table(name = "stored_blob")
@SuppressWarnings("NullAway.Init")
class BlobRow {

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

    /** As the table has it. */
    String column() {
      return column;
    }
  }

  @Id UUID id;
  long size;

  @Enumerated(EnumType.STRING)
  State state;

  Instant touchedAt;
}
