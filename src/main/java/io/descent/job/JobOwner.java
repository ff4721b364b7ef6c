package io.descent.job;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody who has made jobs. */
@Entity
@Table(name = "job_owner")
class JobOwner {

  @Id String owner;

  /** When a worker took a job of theirs last, or one made room for another owner's. */
  @Nullable Instant turnAt;

  /** When another owner's job was asked last to make room for one of theirs. */
  @Nullable Instant roomAt;

  /** For rows that are read. */
  protected JobOwner() {
    this.owner = "";
  }
}
