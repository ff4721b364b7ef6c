package io.descent.spec;

import io.descent.dataset.NumericScaling;
import io.descent.engine.EarlyStopping;
import io.descent.engine.EpochMetric;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.ScheduleSpec;
import io.descent.engine.Task;
import io.descent.engine.TrainingPlan;
import io.descent.web.Interval;
import io.descent.web.JsonFields;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads a training. What is left out, and what is wrong and was noted, becomes the default, so that
 * reading always ends in a whole training.
 */
final class TrainingReader {

  private static final int MAX = Integer.MAX_VALUE;

  /** The largest whole number up to which a double, and so any JSON reader, holds each one. */
  private static final long LARGEST_SEED = (1L << 53) - 1;

  private static final RandomGenerator SEEDS = new SecureRandom();

  private final int mostEpochs;

  TrainingReader(int mostEpochs) {
    this.mostEpochs = mostEpochs;
  }

  /** Without a task the names of both kinds of metric are known. */
  TrainingSpec read(JsonFields fields, Optional<Task> task) {
    fields.nullable("early_stopping", "clip_norm", "max_seconds");
    int epochs = fields.intOr("epochs", 20, 1, mostEpochs);
    TrainingPlan plan =
        new TrainingPlan(
            task.orElse(Task.CLASSIFICATION),
            epochs,
            fields.intOr("batch_size", 64, 1, MAX),
            fields.optionalLong("seed", 0, LARGEST_SEED).orElseGet(TrainingReader::chosenSeed),
            optimizer(fields),
            schedule(fields, epochs),
            fields.optionalObject("early_stopping").map(it -> earlyStopping(it, task)),
            fields.optionalChoice("keep", List.of("last", "best")).orElse("last").equals("best"),
            fields.optionalDouble("clip_norm", Interval.above(0)));
    TrainingSpec training =
        new TrainingSpec(
            plan,
            split(fields),
            scaling(fields),
            fields.optionalDouble("max_seconds", Interval.above(0)));
    fields.done();
    return training;
  }

  private static long chosenSeed() {
    return SEEDS.nextLong(LARGEST_SEED + 1);
  }

  private static OptimizerSpec optimizer(JsonFields fields) {
    return fields
        .optionalObject("optimizer")
        .map(it -> new OptimizerReader(it).read())
        .orElse(OptimizerReader.DEFAULT);
  }

  private static ScheduleSpec schedule(JsonFields fields, int epochs) {
    return fields
        .optionalObject("schedule")
        .map(it -> new ScheduleReader(it, epochs).read())
        .orElse(new ScheduleSpec.Constant());
  }

  private static TrainingSpec.SplitSpec split(JsonFields fields) {
    TrainingSpec.SplitSpec whole = new TrainingSpec.SplitSpec(0.8, 0.1, 0.1, true);
    return fields.optionalObject("split").map(it -> split(it, whole)).orElse(whole);
  }

  private static TrainingSpec.SplitSpec split(JsonFields fields, TrainingSpec.SplitSpec whole) {
    Interval fraction = Interval.closed(0, 1);
    int before = fields.problems().errors().size();
    TrainingSpec.SplitSpec split =
        new TrainingSpec.SplitSpec(
            fields.doubleOr("train", whole.train(), fraction),
            fields.doubleOr("validation", whole.validation(), fraction),
            fields.doubleOr("test", whole.test(), fraction),
            fields.booleanOr("stratify", whole.stratify()));
    fields.done();
    double sum = split.train() + split.validation() + split.test();
    boolean read = fields.problems().errors().size() == before;
    if (read && Math.abs(sum - 1) > 1e-6) {
      fields
          .problems()
          .invalid(fields.pointer(), "train, validation and test add to " + sum + ", not to 1");
    }
    return split;
  }

  private static NumericScaling scaling(JsonFields fields) {
    Optional<JsonFields> preprocessing = fields.optionalObject("preprocessing");
    NumericScaling scaling =
        preprocessing
            .map(it -> it.choiceOr("numeric", NumericScaling.STANDARDIZE))
            .orElse(NumericScaling.STANDARDIZE);
    preprocessing.ifPresent(JsonFields::done);
    return scaling;
  }

  private static EarlyStopping earlyStopping(JsonFields fields, Optional<Task> task) {
    List<Task> tasks = task.map(List::of).orElse(List.of(Task.values()));
    List<String> names = tasks.stream().flatMap(TrainingReader::metricNames).distinct().toList();
    EpochMetric metric =
        fields
            .optionalChoice("metric", names)
            .map(name -> metric(name, tasks))
            .orElse(EpochMetric.VALIDATION_LOSS);
    EarlyStopping stopping =
        new EarlyStopping(
            metric,
            fields.intOr("patience", 5, 1, MAX),
            fields.doubleOr("min_delta", 0, Interval.atLeast(0)));
    fields.done();
    return stopping;
  }

  private static java.util.stream.Stream<String> metricNames(Task task) {
    return Arrays.stream(EpochMetric.values()).map(metric -> Names.metric(metric, task));
  }

  private static EpochMetric metric(String name, List<Task> tasks) {
    return Arrays.stream(EpochMetric.values())
        .filter(metric -> tasks.stream().anyMatch(t -> Names.metric(metric, t).equals(name)))
        .findFirst()
        .orElseThrow();
  }
}
