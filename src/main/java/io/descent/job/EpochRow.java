package io.descent.job;

import org.jspecify.annotations.Nullable;

/**
 * One finished epoch as it is kept and shown: losses in the target's unit squared for a regression.
 * Validation numbers are absent where there is no validation part; others may be not finite.
 *
 * @param seconds spent training it, validation apart
 */
public record EpochRow(
    int epoch,
    double trainLoss,
    double trainScore,
    @Nullable Double validationLoss,
    @Nullable Double validationScore,
    double lr,
    double gradNorm,
    double seconds) {

  /** Whether all but the seconds are the same. */
  boolean sameNumbers(EpochRow other) {
    return withSeconds(0).equals(other.withSeconds(0));
  }

  private EpochRow withSeconds(double other) {
    return new EpochRow(
        epoch, trainLoss, trainScore, validationLoss, validationScore, lr, gradNorm, other);
  }
}
