package io.descent.engine;

import io.descent.engine.FieldType.Choice;
import io.descent.engine.FieldType.Whole;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a network is trained.
 *
 * @param keepBest keep the weights of the best epoch rather than the last; best is by the metric of
 *     {@code earlyStopping}, else by validation loss; of equals the earlier
 * @param clipNorm the largest L2 norm a gradient may have before an update
 * @param frozen indexes of layers that do not learn
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
    OptionalDouble clipNorm,
    ClassWeights classWeights,
    List<Integer> frozen) {

  public TrainingPlan {
    frozen = List.copyOf(frozen);
  }

  /** In which all layers learn from all classes alike. */
  public TrainingPlan(
      Task task,
      int epochs,
      int batchSize,
      long seed,
      OptimizerSpec optimizer,
      ScheduleSpec schedule,
      Optional<EarlyStopping> earlyStopping,
      boolean keepBest,
      OptionalDouble clipNorm) {
    this(
        task,
        epochs,
        batchSize,
        seed,
        optimizer,
        schedule,
        earlyStopping,
        keepBest,
        clipNorm,
        ClassWeights.NONE,
        List.of());
  }

  public static final Field<TrainingPlan, Integer> EPOCHS = epochs(Integer.MAX_VALUE);

  public static final Field<TrainingPlan, Integer> BATCH_SIZE =
      Field.optional("batch_size", Whole.from(1), TrainingPlan::batchSize, 64, "rows of an update");

  public static final Field<TrainingPlan, Boolean> KEEP =
      Field.optional(
          "keep", Choice.of("last", "best"), TrainingPlan::keepBest, false, "which weights");

  public static Field<TrainingPlan, Integer> epochs(int most) {
    return Field.optional(
        "epochs", new Whole(1, most), TrainingPlan::epochs, 20, "passes over the training rows");
  }

  public TrainingPlan withBatchSize(int rows) {
    return with(rows, classWeights, frozen);
  }

  public TrainingPlan withClassWeights(ClassWeights weights) {
    return with(batchSize, weights, frozen);
  }

  public TrainingPlan freezing(List<Integer> layers) {
    return with(batchSize, classWeights, layers);
  }

  private TrainingPlan with(int rows, ClassWeights weights, List<Integer> layers) {
    return new TrainingPlan(
        task,
        epochs,
        rows,
        seed,
        optimizer,
        schedule,
        earlyStopping,
        keepBest,
        clipNorm,
        weights,
        layers);
  }
}
