package io.descent.spec;

import io.descent.dataset.NumericScaling;
import io.descent.dataset.Schema;
import io.descent.engine.EarlyStopping;
import io.descent.engine.Field;
import io.descent.engine.Kind;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.ScheduleSpec;
import io.descent.engine.Task;
import io.descent.engine.TrainingPlan;
import io.descent.spec.TrainingSpec.SplitBy;
import io.descent.web.Interval;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Reads a training. What is left out, and what is wrong and was noted, becomes the default, so that
 * reading always ends in a whole training.
 */
final class TrainingReader {

  /** Characters of a column's name. */
  private static final int LONGEST = 1 << 20;

  /** The fraction where none is said and no rows are for test. */
  private static final double TRAIN_WITHOUT_TEST = 0.9;

  private static final RandomGenerator SEEDS = new SecureRandom();

  private final JsonFields fields;
  private final Function<String, Optional<UUID>> datasets;
  private final List<Warning> warnings = new ArrayList<>();

  /**
   * @param datasets the newest data set of a name
   */
  TrainingReader(JsonFields fields, Function<String, Optional<UUID>> datasets) {
    this.datasets = datasets;
    this.fields = fields.nullable("early_stopping", "clip_norm", "max_seconds");
  }

  /** Without a data set the names of both kinds of metric are known, and every label. */
  TrainingSpec read(Optional<Schema> schema, int mostEpochs) {
    Optional<Task> task = schema.map(Schema::task);
    ClassWeightsReader.Weights weights = new ClassWeightsReader(fields, schema).read();
    FieldReader values = new FieldReader(fields, Field::standIn);
    Kind<EarlyStopping> stopping =
        EarlyStopping.kind(task.map(List::of).orElse(List.of(Task.values())));
    TrainingPlan plan =
        new TrainingPlan(
            task.orElse(Task.CLASSIFICATION),
            values.of(TrainingPlan.epochs(mostEpochs)),
            values.of(TrainingPlan.BATCH_SIZE),
            fields.optionalLong("seed", 0, Limits.SEED).orElseGet(TrainingReader::chosenSeed),
            optimizer(),
            schedule(),
            fields.optionalObject("early_stopping").map(it -> part(it, stopping)),
            values.of(TrainingPlan.KEEP),
            fields.optionalDouble("clip_norm", Interval.above(0)),
            weights.weights(),
            List.of());
    TrainingSpec training =
        new TrainingSpec(
            plan,
            split(),
            scaling(),
            fields.optionalDouble("max_seconds", Interval.above(0)),
            weights.byLabel());
    fields.done();
    checkRate(plan);
    task.filter(Task.REGRESSION::equals).ifPresent(_ -> checkStratified());
    return training;
  }

  /** A rate that grows to the end is hardly ever meant. */
  private void checkRate(TrainingPlan plan) {
    double lr = plan.optimizer().lr();
    boolean rises =
        switch (plan.schedule()) {
          case ScheduleSpec.Constant _ -> false;
          case ScheduleSpec.Step it -> it.gamma() > 1;
          case ScheduleSpec.Exponential it -> it.gamma() > 1;
          case ScheduleSpec.Cosine it -> it.minLr() > lr;
          case ScheduleSpec.WarmupCosine it -> it.minLr() > lr;
        };
    if (rises) {
      warnings.add(
          Warning.at(
              fields.pointer("schedule"),
              "rising_rate",
              "the learning rate is larger at the end than lr",
              "choose gamma of at most 1, min_lr of at most lr"));
    }
  }

  private void checkStratified() {
    Optional<JsonFields> split = fields.quietly().optionalObject("split");
    if (split.filter(it -> it.booleanOr("stratify", false)).isPresent()) {
      warnings.add(
          Warning.at(
              fields.pointer("split") + "/stratify",
              "not_stratified",
              "a regression has no classes that could be in all parts",
              "say false, or leave it out"));
    }
  }

  private static long chosenSeed() {
    return SEEDS.nextLong(Limits.SEED + 1);
  }

  private OptimizerSpec optimizer() {
    return fields
        .optionalObject("optimizer")
        .flatMap(it -> FieldReader.read(it, OptimizerSpec.kinds(), Field::standIn))
        .orElseGet(OptimizerSpec::standard);
  }

  private ScheduleSpec schedule() {
    FieldReader around = new FieldReader(fields.quietly(), Field::standIn);
    return fields
        .optionalObject("schedule")
        .flatMap(it -> FieldReader.read(it, ScheduleSpec.kinds(), around))
        .orElseGet(ScheduleSpec.Constant::new);
  }

  private TrainingSpec.SplitSpec split() {
    return fields
        .optionalObject("split")
        .map(this::split)
        .orElseGet(TrainingSpec.SplitSpec.KIND::standard);
  }

  private TrainingSpec.SplitSpec split(JsonFields json) {
    int before = json.problems().errors().size();
    Map<SplitBy, String> columns = columns(json);
    Optional<UUID> testDataset = json.optionalReference("test_dataset", datasets);
    TrainingSpec.SplitSpec parts = part(json, TrainingSpec.SplitSpec.KIND);
    TrainingSpec.SplitSpec split = testDataset.map(it -> testedOn(it, parts, json)).orElse(parts);
    double sum = split.train() + split.validation() + split.test();
    boolean read = json.problems().errors().size() == before;
    if (read && Math.abs(sum - 1) > 1e-6) {
      String fields = testDataset.isEmpty() ? "train, validation and test" : "train and validation";
      boolean said =
          json.has("train")
              && json.has("validation")
              && (json.has("test") || testDataset.isPresent());
      json.problems()
          .invalid(
              json.pointer(),
              "%s add to %s, not to 1%s"
                  .formatted(
                      fields,
                      Spelling.number(sum, 7),
                      said ? "" : "; one that is left out has its default, so say each"));
    }
    if (columns.size() > 1) {
      json.problems()
          .invalid(json.pointer(), "rows are split by one of column, group and order only");
    }
    columns.keySet().forEach(it -> checkUnheeded(it, split, json));
    return columns.entrySet().stream()
        .findFirst()
        .map(it -> split.by(it.getKey(), it.getValue()))
        .orElseGet(() -> split.by(SplitBy.SHUFFLE, ""));
  }

  /** What is said of parts although a column says it, or in the way of a shuffle. */
  private void checkUnheeded(SplitBy by, TrainingSpec.SplitSpec split, JsonFields json) {
    boolean fractions = json.has("train") || json.has("validation") || json.has("test");
    if (by == SplitBy.COLUMN && fractions) {
      warnings.add(
          Warning.at(
              json.pointer(),
              "fractions_unheeded",
              "the column says of each row which part it is in, so fractions change nothing",
              "leave train, validation and test out, or the column"));
    }
    if (json.has("stratify") && split.stratify()) {
      warnings.add(
          Warning.at(
              json.pointer("stratify"),
              "not_stratified",
              "rows are split by a column, and not so that each class is in all parts",
              "say false, or leave the column out"));
    }
  }

  /** What is understood and doubtful, once it is read. */
  List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  /** Rows of another data set are the test part, so all rows of this one are for the others. */
  private static TrainingSpec.SplitSpec testedOn(
      UUID dataset, TrainingSpec.SplitSpec split, JsonFields json) {
    if (json.has("test") && split.test() > 0) {
      json.problems()
          .invalid(
              json.pointer("test"), "must be 0 or absent: test_dataset_id says what is tested on");
    }
    return split.testedOn(
        dataset, json.has("train") ? split.train() : TRAIN_WITHOUT_TEST, split.validation());
  }

  private static Map<SplitBy, String> columns(JsonFields json) {
    Map<SplitBy, String> columns = new EnumMap<>(SplitBy.class);
    json.optionalText("column", LONGEST).ifPresent(it -> columns.put(SplitBy.COLUMN, it));
    json.optionalText("group", LONGEST).ifPresent(it -> columns.put(SplitBy.GROUP, it));
    json.optionalText("order", LONGEST).ifPresent(it -> columns.put(SplitBy.ORDER, it));
    return columns;
  }

  private NumericScaling scaling() {
    Optional<JsonFields> json = fields.optionalObject("preprocessing");
    Optional<NumericScaling> scaling =
        json.map(it -> new FieldReader(it, Field::standIn).of(TrainingSpec.NUMERIC));
    json.ifPresent(JsonFields::done);
    return scaling.orElseGet(TrainingSpec.NUMERIC::standIn);
  }

  private static <S> S part(JsonFields json, Kind<S> kind) {
    S part = kind.make().apply(new FieldReader(json, Field::standIn));
    json.done();
    return part;
  }
}
