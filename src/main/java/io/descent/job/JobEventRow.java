package io.descent.job;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** The row of an event; it comes from the job's row, by {@link EventRepository#note}. */
@Entity
@Table(name = "job_event")
class JobEventRow {

  /** Events are numbered for each job by its row's own sequence. */
  @Embeddable
  record Key(UUID jobId, long sequence) {}

  @EmbeddedId private Key id;
  @Embedded private JobEvent event;

  @SuppressWarnings("NullAway.Init") // for rows that are read
  protected JobEventRow() {}
}
