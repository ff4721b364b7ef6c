package io.descent.job;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How far a run is. What is not known yet is absent, and so is a rate that is not finite.
 *
 * @param epoch finished epochs
 * @param batch mini-batches done in the current epoch, of {@code batches}
 * @param latest of the last finished epoch
 * @param best the epoch by which the training is judged
 * @param diagnosis by the finished epochs
 */
@Embeddable
public record Progress(
    int epoch,
    int batch,
    int batches,
    long updates,
    @Nullable Double samplesPerSecond,
    @Nullable Double etaSeconds,
    @Embedded @Nullable Scores latest,
    @Embedded @Nullable Best best,
    @Nullable @Column(name = "diagnosis_json") @Convert(converter = JsonText.class)
        JsonNode diagnosis) {

  public Progress {
    samplesPerSecond = finite(samplesPerSecond);
    etaSeconds = finite(etaSeconds);
  }

  private static @Nullable Double finite(@Nullable Double value) {
    return value != null && Double.isFinite(value) ? value : null;
  }
}
