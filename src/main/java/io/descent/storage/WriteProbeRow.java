package io.descent.storage;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The one row that is written to learn whether writing is possible. */
@Entity
@Table(name = "write_probe")
@SuppressWarnings("NullAway.Init")
class WriteProbeRow {

  @Id short id;
  Instant writtenAt;
}
