package io.descent.spec;

import static io.descent.engine.Field.optional;

import io.descent.dataset.Datasets;
import io.descent.dataset.EncodedParts;
import io.descent.dataset.NumericScaling;
import io.descent.dataset.Schema;
import io.descent.engine.Field;
import io.descent.engine.FieldType.Choice;
import io.descent.engine.FieldType.Flag;
import io.descent.engine.FieldType.Real;
import io.descent.engine.Kind;
import io.descent.engine.Split;
import io.descent.engine.TrainingPlan;
import io.descent.web.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a job trains: the engine's plan, and what happens around it.
 *
 * @param maxSeconds a limit of training time
 * @param classWeights how much classes count, by label, where that was given in numbers
 */
public record TrainingSpec(
    TrainingPlan plan,
    SplitSpec split,
    NumericScaling numeric,
    OptionalDouble maxSeconds,
    Map<String, Double> classWeights) {

  static final Field<TrainingSpec, NumericScaling> NUMERIC =
      optional(
          "numeric",
          Choice.of(NumericScaling.values()),
          TrainingSpec::numeric,
          NumericScaling.STANDARDIZE,
          "scaling of numeric columns; pixels are always divided by 255");

  TrainingSpec withBatchSize(int rows) {
    return with(plan.withBatchSize(rows), split);
  }

  TrainingSpec withSplit(SplitSpec other) {
    return with(plan, other);
  }

  /** The same with layers that do not learn. */
  public TrainingSpec freezing(List<Integer> layers) {
    return with(plan.freezing(layers), split);
  }

  private TrainingSpec with(TrainingPlan otherPlan, SplitSpec otherSplit) {
    return new TrainingSpec(otherPlan, otherSplit, numeric, maxSeconds, classWeights);
  }

  /** Whether epochs are judged by whole groups, of which there may be too few. */
  public boolean needsGroupsToJudge() {
    return split.by == SplitBy.GROUP && (plan.keepBest() || plan.earlyStopping().isPresent());
  }

  /**
   * Whether a data set has the same parts as by another training.
   *
   * @param other as its job showed it
   */
  public boolean partsAs(JsonNode other) {
    ObjectNode own = SpecJson.of(this);
    boolean drawn = split.by() != SplitBy.COLUMN && split.by() != SplitBy.ORDER;
    return parts(own).equals(parts(other))
        && (!drawn || own.path("seed").asString().equals(other.path("seed").asString()));
  }

  /** As text, in which numbers are alike whatever they were read as. */
  private static String parts(JsonNode training) {
    return training.path("split") instanceof ObjectNode split
        ? split.deepCopy().without("test_dataset_id").toString()
        : "";
  }

  /** What decides which part a row belongs to. */
  public enum SplitBy {
    /** Nothing was said: a shuffle, unless the data set has parts of its own. */
    DEFAULT,
    SHUFFLE,
    /** A column of the parts themselves. */
    COLUMN,
    /** Rows of one value stay together. */
    GROUP,
    /** The oldest train, the newest test. */
    ORDER
  }

  /**
   * Fractions that add to 1.
   *
   * @param column what the rows are split by, if by a column
   * @param testDataset another data set whose rows are the test part
   */
  public record SplitSpec(
      double train,
      double validation,
      double test,
      boolean stratify,
      SplitBy by,
      String column,
      Optional<UUID> testDataset) {

    private SplitSpec(double train, double validation, double test, boolean stratify) {
      this(train, validation, test, stratify, SplitBy.DEFAULT, "", Optional.empty());
    }

    /** The same, tested on another data set. */
    SplitSpec testedOn(UUID dataset, double trained, double validated) {
      return new SplitSpec(trained, validated, 0, stratify, by, column, Optional.of(dataset));
    }

    SplitSpec by(SplitBy what, String name) {
      boolean shuffled = what == SplitBy.SHUFFLE || what == SplitBy.DEFAULT;
      return new SplitSpec(train, validation, test, stratify && shuffled, what, name, testDataset);
    }

    /**
     * The parts of a data set's rows.
     *
     * @param labels class number of each row, empty for a regression; asked for only where each
     *     class is to be in all parts
     * @param keys of each row what the column says, as {@link Datasets#keys}; asked for only where
     *     the rows are split by a column
     */
    public Split of(Schema schema, Supplier<int[]> labels, Supplier<long[]> keys, long seed) {
      return switch (by) {
        case DEFAULT, SHUFFLE ->
            Split.of(
                Math.toIntExact(schema.rows()),
                stratify ? labels.get() : new int[0],
                validation,
                test,
                seed);
        case COLUMN -> Split.given(Arrays.stream(keys.get()).mapToInt(Math::toIntExact).toArray());
        case GROUP -> Split.grouped(keys.get(), validation, test, seed);
        case ORDER ->
            Split.inOrder(
                Arrays.stream(keys.get()).mapToDouble(SplitSpec::time).toArray(), validation, test);
      };
    }

    /** Whether rows of the data set itself validate or test. */
    public boolean judges() {
      return by == SplitBy.COLUMN || validation > 0 || test > 0;
    }

    /** Large groups may leave a part without rows. */
    public Optional<Warning> emptied(EncodedParts parts) {
      boolean validated = validation > 0 && parts.validation().rows() == 0;
      boolean tested = test > 0 && parts.test().rows() == 0;
      if (by != SplitBy.GROUP || (!validated && !tested)) {
        return Optional.empty();
      }
      String empty =
          validated && tested ? "validation and test" : validated ? "validation" : "test";
      return Optional.of(
          Warning.at(
              "/training/split/group",
              "empty_part",
              "the groups are so large that no row is left for " + empty,
              "give the part a larger fraction, or group by a column of more values"));
    }

    private static double time(long key) {
      return key == Datasets.NO_KEY ? Double.NaN : Double.longBitsToDouble(key);
    }

    /** The name of the field that the column stands in; empty for a shuffle. */
    String field() {
      return switch (by) {
        case DEFAULT, SHUFFLE -> "";
        case COLUMN -> "column";
        case GROUP -> "group";
        case ORDER -> "order";
      };
    }

    private static final Real FRACTION = new Real(0, true, 1, true);

    static final Kind<SplitSpec> KIND =
        Kind.of(
            "split",
            "Fractions of the rows, which add to 1; validation and test may be 0",
            SplitSpec::new,
            optional("train", FRACTION, SplitSpec::train, 0.8, "rows to learn from"),
            optional("validation", FRACTION, SplitSpec::validation, 0.1, "rows to judge epochs by"),
            optional("test", FRACTION, SplitSpec::test, 0.1, "rows to judge the model by"),
            optional("stratify", new Flag(), SplitSpec::stratify, true, "each class in all parts"));
  }
}
