package io.descent.job;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;

/**
 * What a chart of a long training takes of the epochs of a {@link MetricPack}: see {@link
 * MetricPoints#outline}.
 */
@Entity
@Table(name = "job_metric_outline")
class MetricOutline {

  @EmbeddedId private MetricPack.Key id;
  private byte[] content;

  @SuppressWarnings("NullAway.Init") // for rows that are read
  protected MetricOutline() {}

  MetricOutline(UUID job, List<EpochRow> epochs) {
    this.id = new MetricPack.Key(job, epochs.getFirst().epoch());
    this.content = PackedEpochs.pack(MetricPoints.outline(epochs));
  }
}
