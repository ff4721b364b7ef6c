package io.descent.engine;

/** A metric of {@link EpochMetrics} by which epochs are compared. */
public enum EpochMetric {
  TRAIN_LOSS,
  TRAIN_SCORE,
  VALIDATION_LOSS,
  VALIDATION_SCORE;

  public boolean higherIsBetter() {
    return this == TRAIN_SCORE || this == VALIDATION_SCORE;
  }

  public boolean needsValidation() {
    return this == VALIDATION_LOSS || this == VALIDATION_SCORE;
  }
}
