package io.descent.engine;

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
    OptionalDouble clipNorm) {}
