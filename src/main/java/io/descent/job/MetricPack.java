package io.descent.job;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;

/**
 * A whole thousand of a job's epochs once more, in one row: 1 to 1 000, 1 001 to 2 000, and so on.
 * Of an epoch whose layers were measured it says no more than that.
 */
@Entity
@Table(name = "job_metric_pack")
class MetricPack {

  /** Epochs of a pack. */
  static final int EPOCHS = 1_000;

  @Embeddable
  record Key(UUID jobId, int firstEpoch) {}

  @EmbeddedId private Key id;
  private byte[] content;

  @SuppressWarnings("NullAway.Init") // for rows that are read
  protected MetricPack() {}

  MetricPack(UUID job, List<EpochRow> epochs) {
    this.id = new Key(job, epochs.getFirst().epoch());
    this.content = PackedEpochs.pack(epochs);
  }

  /** The first epoch of the pack that an epoch belongs to. */
  static int first(int epoch) {
    return epoch - (epoch - 1) % EPOCHS;
  }
}
