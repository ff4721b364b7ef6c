package io.descent.engine;

import io.descent.engine.FieldType.Whole;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a network is trained.
 *
 * @param keepBest keep the weights of the best epoch rather than the last; best is by the metric of
 *     {@code earlyStopping}, else by validation loss; of equals the earlier
 * @param clipNorm the largest L2 norm a gradient may have before an update
 */
public record TrainingPlan(
    Task task,
    int epochs,
    int batchSize,
    long seed,
    OptimizerSpec optimizer,
    ScheduleSpec schedule,
    Optional<EarlyStopping> earlyStopping,
    boolean keepBest,
    OptionalDouble clipNorm) {

  public static final Field<TrainingPlan, Integer> EPOCHS =
      Field.optional("epochs", Whole.from(1), TrainingPlan::epochs, 20, "passes over the rows");
}
