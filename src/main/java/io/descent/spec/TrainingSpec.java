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

  TrainingSpec withBatchSize(int batchSize) {
    TrainingPlan cut =
        new TrainingPlan(
            plan.task(),
            plan.epochs(),
            batchSize,
            plan.seed(),
            plan.optimizer(),
            plan.schedule(),
            plan.earlyStopping(),
            plan.keepBest(),
            plan.clipNorm());
    return new TrainingSpec(cut, split, numeric, maxSeconds);
  }

  /** Fractions that add to 1. */
  public record SplitSpec(double train, double validation, double test, boolean stratify) {}
}
