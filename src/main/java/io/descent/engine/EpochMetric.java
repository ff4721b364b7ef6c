package io.descent.engine;

import java.util.Locale;

/** A metric of {@link EpochMetrics} by which epochs are compared. */
public enum EpochMetric {
  TRAIN_LOSS,
  TRAIN_SCORE,
  VALIDATION_LOSS,
  VALIDATION_SCORE;

  /** The name that clients know. */
  public String name(Task task) {
    String score = task == Task.REGRESSION ? "r2" : "accuracy";
    return name().toLowerCase(Locale.ROOT).replace("score", score);
  }

  /** The metric of one of its names. */
  public static EpochMetric named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replaceFirst("ACCURACY|R2", "SCORE"));
  }

  public boolean higherIsBetter() {
    return this == TRAIN_SCORE || this == VALIDATION_SCORE;
  }

  public boolean needsValidation() {
    return this == VALIDATION_LOSS || this == VALIDATION_SCORE;
  }
}
