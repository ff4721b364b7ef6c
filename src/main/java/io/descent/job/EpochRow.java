package io.descent.job;

import io.descent.engine.LayerFigures;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One finished epoch as it is kept and shown.
 *
 * @param gradNorm may be not finite
 * @param seconds spent training it, validation apart
 * @param layers how they fared; absent where it was not measured
 */
@Embeddable
public record EpochRow(
    @Column(insertable = false, updatable = false) int epoch,
    @Embedded Scores scores,
    double lr,
    double gradNorm,
    double seconds,
    @Column(name = "layers_json") @Convert(converter = LayersColumn.class)
        @Nullable List<LayerFigures> layers) {

  /** Whether all but the seconds are the same. */
  boolean sameNumbers(EpochRow other) {
    boolean measured = layers != null && other.layers != null;
    return numbers(measured).equals(other.numbers(measured));
  }

  EpochRow unmeasured() {
    return new EpochRow(epoch, scores, lr, gradNorm, seconds, null);
  }

  /** Earlier versions kept nothing of the layers. */
  private EpochRow numbers(boolean withLayers) {
    return new EpochRow(epoch, scores, lr, gradNorm, 0, withLayers ? layers : null);
  }
}
