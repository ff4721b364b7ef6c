package io.descent.spec;

import io.descent.dataset.Column;
import io.descent.dataset.PartsMemory;
import io.descent.dataset.Schema;
import io.descent.dataset.SchemaMapping;
import io.descent.engine.EarlyStopping;
import io.descent.engine.EpochMetric;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.TrainingPlan;
import io.descent.spec.TrainingSpec.SplitBy;
import io.descent.web.Limits;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Checks a training against its network and its data set: rows, batches, work and memory.
 *
 * @param datasets those of the same owner, to test on
 * @param pointer of the training in the request
 */
record TrainingCheck(
    Limits limits,
    Optional<Schema> schema,
    TestDatasets datasets,
    String pointer,
    Problems problems,
    List<Warning> warnings) {

  private static final int PASSES = 3;
  private static final String TEST = "/split/test_dataset_id";

  /** The training with a batch that is no larger than the training part. */
  TrainingSpec fitToRows(TrainingSpec asked) {
    OptionalLong validationRows = OptionalLong.empty();
    TrainingSpec training = schema.map(it -> withParts(asked, it)).orElse(asked);
    TrainingSpec fitted = training;
    if (schema.isPresent() && isSplittable(training.split(), schema.get())) {
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

  /** A data set that says which part each row belongs to is split so unless something else is. */
  private static TrainingSpec withParts(TrainingSpec training, Schema schema) {
    TrainingSpec.SplitSpec split = training.split();
    Schema.Parts parts = schema.split();
    if (split.by() != SplitBy.DEFAULT) {
      return training;
    }
    return training.withSplit(
        parts == null ? split.by(SplitBy.SHUFFLE, "") : split.by(SplitBy.COLUMN, parts.column()));
  }

  private boolean isSplittable(TrainingSpec.SplitSpec split, Schema data) {
    Optional<String> problem =
        switch (split.by()) {
          case DEFAULT, SHUFFLE -> Optional.empty();
          case COLUMN -> partsProblem(split, data);
          case GROUP -> columnProblem(split.column(), data, false);
          case ORDER -> columnProblem(split.column(), data, true);
        };
    problem.ifPresent(it -> problems.invalid(pointer + "/split/" + split.field(), it));
    return problem.isEmpty();
  }

  private static Optional<String> partsProblem(TrainingSpec.SplitSpec split, Schema data) {
    Schema.Parts parts = data.split();
    if (parts == null || !parts.column().equals(split.column())) {
      return Optional.of(
          "the data set has no column of parts of this name; name it in split at the upload");
    }
    return split.testDataset().isPresent() && parts.test() > 0
        ? Optional.of(
            "says of %d rows that they are for test, and so does test_dataset_id"
                .formatted(parts.test()))
        : Optional.empty();
  }

  private static Optional<String> columnProblem(String name, Schema data, boolean ordered) {
    Optional<Column> column =
        data.columns().stream().filter(it -> it.name().equals(name)).findFirst();
    if (column.isEmpty()) {
      return Optional.of("the data set has no column of this name");
    }
    if (ordered) {
      return column.get().min() == null
          ? Optional.of("the column holds neither numbers nor dates")
          : Optional.empty();
    }
    return isOneGroup(column.get())
        ? Optional.of("the column has one value only, so that all rows are of one group")
        : Optional.empty();
  }

  private static boolean isOneGroup(Column column) {
    boolean one =
        column.kind() == Column.Kind.CATEGORICAL
            ? column.categories().size() == 1
            : column.min() != null && column.min().equals(column.max());
    return one && column.missing() == 0;
  }

  /** The data set whose rows are the test part, where it is another one that fits. */
  Optional<Schema> testedOn(TrainingSpec.SplitSpec split) {
    if (split.testDataset().isEmpty()) {
      return Optional.empty();
    }
    UUID id = split.testDataset().get();
    Optional<Schema> found = datasets.schema(id);
    Optional<String> problem =
        found.isEmpty()
            ? Optional.of("there is no data set " + id)
            : schema.flatMap(it -> test(it, found.get()));
    problem.ifPresent(it -> problems.invalid(pointer + TEST, it));
    return problem.isEmpty() ? found : Optional.empty();
  }

  /** Why data does not test a network trained on other data; notes what is doubtful of it. */
  private Optional<String> test(Schema trained, Schema tested) {
    SchemaMapping mapping = SchemaMapping.of(trained, tested);
    Optional<String> problem = mapping.mismatch();
    if (problem.isPresent()) {
      return problem;
    }
    mapping.warnings().forEach(it -> warnings.add(it.at(pointer + TEST)));
    if (!trained.columns().isEmpty() && trained.equals(tested)) {
      warnings.add(
          Warning.at(
              pointer + TEST,
              "tested_on_itself",
              "its columns and their values are those of the data set that is trained on",
              "test on rows that are not learnt from"));
    } else if (!trained.target().equals(tested.target())) {
      warnings.add(
          Warning.at(
              pointer + TEST,
              "other_target",
              "its target is %s, and that of the data set that is trained on is %s"
                  .formatted(Spelling.quoted(tested.target()), Spelling.quoted(trained.target())),
              "name the same column in target at the upload if they are not one quantity"));
    }
    return Optional.empty();
  }

  private TrainingSpec cutBatch(TrainingSpec training, long rows) {
    int batch = training.plan().batchSize();
    if (batch <= rows) {
      return training;
    }
    warnings.add(
        Warning.at(
            pointer + "/batch_size",
            "batch_cut",
            batch + " is more than the " + rows + " training rows; cut to " + rows,
            "choose at most " + rows));
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

  /** Of all epochs, unless one ends it sooner; where groups stay together, about so many. */
  OptionalLong updates(TrainingSpec training) {
    TrainingPlan plan = training.plan();
    return schema
        .map(it -> Math.ceilDiv(SplitSizes.of(training.split(), it).train(), plan.batchSize()))
        .map(batches -> OptionalLong.of(batches * plan.epochs()))
        .orElse(OptionalLong.empty());
  }

  /** A network may not be able to learn from batches of this size, or from the last of them. */
  void checkBatches(TrainingSpec training, Outline outline) {
    int batch = training.plan().batchSize();
    long rows = schema.map(it -> SplitSizes.of(training.split(), it).train()).orElse((long) batch);
    if (rows > 0) {
      outline
          .batchProblem(Math.toIntExact(rows), batch)
          .ifPresent(
              problem ->
                  problems.invalid(
                      pointer + "/batch_size",
                      "layer %d: %s".formatted(problem.layer(), problem.detail())));
    }
  }

  /** Forward once, backward for the weights once and for the inputs once. */
  void checkWork(TrainingSpec training, Outline outline) {
    long most = limits.flopsPerStep() / PASSES / training.plan().batchSize();
    if (outline.flops() > most) {
      problems.invalid(
          pointer + "/batch_size",
          "one step of training takes %d times %d rows of %d FLOPs, the limit is %d"
              .formatted(
                  PASSES, training.plan().batchSize(), outline.flops(), limits.flopsPerStep()));
    }
  }

  /** The bytes that the training takes, noted where no process has as many. */
  long checkMemory(
      TrainingSpec training,
      ModelSpec model,
      Optional<Schema> test,
      long carried,
      String modelPointer,
      TrainingRoom room) {
    long bytes = TrainingMemory.of(model, training, schema, test, carried);
    if (bytes > room.largest()) {
      String detail = "training takes " + bytes + " bytes, the limit is ";
      problems.invalid(modelPointer + "/layers", detail + room.largest());
    }
    long rows = schema.map(PartsMemory::file).orElse(0L);
    if (rows > limits.scratch().toBytes()) {
      problems.invalid(
          pointer,
          "the rows take %d bytes below descent.scratch while they are encoded, the limit is %d (descent.limits.scratch)"
              .formatted(rows, limits.scratch().toBytes()));
    }
    return bytes;
  }
}
