package io.descent.job;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** The row of one epoch of a job. */
@Entity
@Table(name = "job_metric")
class JobMetric {

  /** A job has one row an epoch. */
  @Embeddable
  record Key(UUID jobId, int epoch) {}

  @EmbeddedId private Key id;
  @Embedded private EpochRow values;

  @SuppressWarnings("NullAway.Init") // for rows that are read
  protected JobMetric() {}

  JobMetric(UUID job, EpochRow values) {
    this.id = new Key(job, values.epoch());
    this.values = values;
  }
}
