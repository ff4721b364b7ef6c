package io.descent.spec;

import io.descent.dataset.Schema;
import io.descent.engine.EarlyStopping;
import io.descent.engine.EpochMetric;
import io.descent.engine.LayerSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.TrainingPlan;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks a training against its network and its data set: rows, batches, work and memory.
 *
 * @param pointer of the training in the request
 */
record TrainingCheck(
    Limits limits,
    Optional<Schema> schema,
    String pointer,
    Problems problems,
    List<String> warnings) {

  /** Forward once, backward for the weights once and for the inputs once. */
  private static final int PASSES = 3;

  /** The training with a batch that is no larger than the training part. */
  TrainingSpec fitToRows(TrainingSpec training) {
    OptionalLong validationRows = OptionalLong.empty();
    TrainingSpec fitted = training;
    if (schema.isPresent()) {
      SplitSizes sizes = SplitSizes.of(training.split(), schema.get());
      validationRows = OptionalLong.of(sizes.validation());
      if (sizes.train() < 1) {
        problems.invalid(
            pointer + "/split", "leaves no row of " + schema.get().rows() + " for training");
      } else {
        fitted = cutBatch(training, sizes.train());
      }
    }
    boolean none = training.split().validation() == 0 || validationRows.orElse(1) == 0;
    if (none) {
      checkNoneNeeded(training.plan());
    }
    return fitted;
  }

  private TrainingSpec cutBatch(TrainingSpec training, long rows) {
    int batch = training.plan().batchSize();
    if (batch <= rows) {
      return training;
    }
    warnings.add(
        "batch_size " + batch + " is more than the " + rows + " training rows; cut to " + rows);
    return training.withBatchSize((int) rows);
  }

  /** Without validation rows there is nothing to judge epochs by. */
  private void checkNoneNeeded(TrainingPlan plan) {
    EpochMetric metric =
        plan.earlyStopping().map(EarlyStopping::metric).orElse(EpochMetric.VALIDATION_LOSS);
    if (!metric.needsValidation()) {
      return;
    }
    String detail = "needs validation rows, but the split has none";
    if (plan.earlyStopping().isPresent()) {
      problems.invalid(pointer + "/early_stopping/metric", detail);
    }
    if (plan.keepBest()) {
      problems.invalid(pointer + "/keep", detail);
    }
  }

  /** Batch normalization has no variance over one value a channel. */
  void checkLastBatch(TrainingSpec training, Outline outline, List<LayerSpec> layers) {
    int batch = training.plan().batchSize();
    long rows = schema.map(it -> SplitSizes.of(training.split(), it).train()).orElse((long) batch);
    boolean single = rows % batch == 1 || batch == 1;
    boolean any = outline.layers().stream().anyMatch(l -> normalizesRows(l, layers.get(l.index())));
    if (single && any) {
      problems.invalid(
          pointer + "/batch_size",
          "the last batch of "
              + rows
              + " training rows in batches of "
              + batch
              + " has one row, which batch normalization cannot use; choose another than "
              + batch);
    }
  }

  private static boolean normalizesRows(Outline.Layer layer, LayerSpec spec) {
    boolean normalizes =
        spec instanceof LayerSpec.BatchNorm1d || spec instanceof LayerSpec.BatchNorm2d;
    return normalizes && layer.input().size() == layer.input().dim(0);
  }

  void checkWork(TrainingSpec training, Outline outline) {
    long flops = 0;
    for (Outline.Layer layer : outline.layers()) {
      flops = Saturating.plus(flops, layer.flops());
    }
    long row = Saturating.times(flops, PASSES);
    long step = Saturating.times(row, training.plan().batchSize());
    if (step > limits.flopsPerStep()) {
      String detail = "one step of training takes " + step + " FLOPs, the limit is ";
      problems.invalid(pointer + "/batch_size", detail + limits.flopsPerStep());
    }
  }

  /** The bytes that the training takes, noted where they are more than there ever are. */
  long checkMemory(TrainingSpec training, ModelSpec model, Outline outline, String modelPointer) {
    long bytes = TrainingMemory.of(model, training.plan(), outline, schema);
    if (bytes > TrainingMemory.limit()) {
      String detail = "training takes " + bytes + " bytes, the limit is ";
      problems.invalid(modelPointer + "/layers", detail + TrainingMemory.limit());
    }
    return bytes;
  }
}
