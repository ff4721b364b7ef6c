package io.descent.job;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;

/**
 * One finished epoch as it is kept and shown.
 *
 * @param gradNorm may be not finite
 * @param seconds spent training it, validation apart
 */
@Embeddable
public record EpochRow(
    @Column(insertable = false, updatable = false) int epoch,
    @Embedded Scores scores,
    double lr,
    double gradNorm,
    double seconds) {

  /** Whether all but the seconds are the same. */
  boolean sameNumbers(EpochRow other) {
    return withSeconds(0).equals(other.withSeconds(0));
  }

  private EpochRow withSeconds(double other) {
    return new EpochRow(epoch, scores, lr, gradNorm, other);
  }
}
