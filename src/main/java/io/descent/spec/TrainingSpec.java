package io.descent.spec;

import io.descent.dataset.NumericScaling;
import io.descent.engine.TrainingPlan;
import java.util.OptionalDouble;

/**
 * How a job trains: the engine's plan, and what happens around it.
 *
 * @param maxSeconds a limit of training time
 */
public record TrainingSpec(
    TrainingPlan plan, SplitSpec split, NumericScaling numeric, OptionalDouble maxSeconds) {

  /** Fractions that add to 1. */
  public record SplitSpec(double train, double validation, double test, boolean stratify) {}
}
