package io.descent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measured quality of a model; a part without rows is absent.
 *
 * @param baseline how simpler answers do on the same parts; absent where nobody measured it
 * @param leakage rows of the other parts that are training rows too; likewise
 */
public record ModelMetrics(
    @Nullable PartMetrics train,
    @Nullable PartMetrics validation,
    @Nullable PartMetrics test,
    @Nullable Baseline baseline,
    @Nullable Leakage leakage) {

  /** Of the network alone. */
  public ModelMetrics(
      @Nullable PartMetrics train, @Nullable PartMetrics validation, @Nullable PartMetrics test) {
    this(train, validation, test, null, null);
  }

  /**
   * @param constant always the shares of the classes in training, or the mean of its targets
   * @param linear least squares on the encoded inputs
   * @param linearReason why there is no linear one
   */
  public record Baseline(Parts constant, @Nullable Parts linear, @Nullable String linearReason) {}

  /** Each part as {@link ModelMetrics} has it. */
  public record Parts(
      @Nullable PartMetrics train, @Nullable PartMetrics validation, @Nullable PartMetrics test) {}

  /** Rows with the encoded inputs and the target of a training row. */
  public record Leakage(long testRowsInTrain, long validationRowsInTrain) {}

  private static final int FEWEST_ROWS = 3;
  private static final double FOUND = 0.2;

  /**
   * Whether the network is no better than the constant answer, by its loss and by accuracy or
   * squared error, on the validation part or else on what there is.
   *
   * @param weighted whether classes were weighted: then finding each class more often is better too
   */
  public boolean isNoBetterThanConstant(boolean weighted) {
    if (baseline == null) {
      return false;
    }
    Parts constant = baseline.constant();
    if (validation != null && constant.validation() != null) {
      return validation.isNoBetterThan(constant.validation(), weighted);
    }
    if (test != null && constant.test() != null) {
      return test.isNoBetterThan(constant.test(), weighted);
    }
    return train != null
        && constant.train() != null
        && train.isNoBetterThan(constant.train(), weighted);
  }

  /** Classes of at least three test rows of which fewer than a fifth are found. */
  public List<ClassMetrics> rarelyFound() {
    List<ClassMetrics> all = test == null ? null : test.perClass();
    return all == null
        ? List.of()
        : all.stream().filter(it -> it.rows() >= FEWEST_ROWS && it.recall() < FOUND).toList();
  }

  /**
   * Of one part: classification has accuracy, regression mse, mae and r2.
   *
   * @param loss absent where its formula takes probabilities and there are none
   * @param classes what else there is to know of a classification
   * @param numbers what else there is to know of a regression
   */
  public record PartMetrics(
      @Nullable Double loss,
      @Nullable Double accuracy,
      @Nullable Double mse,
      @Nullable Double mae,
      @Nullable Double r2,
      @Nullable List<List<Long>> confusionMatrix,
      @Nullable List<ClassMetrics> perClass,
      @Nullable ClassQuality classes,
      @Nullable NumberQuality numbers) {

    public PartMetrics(
        double loss,
        @Nullable Double accuracy,
        @Nullable Double mse,
        @Nullable Double mae,
        @Nullable Double r2,
        @Nullable List<List<Long>> confusionMatrix,
        @Nullable List<ClassMetrics> perClass) {
      this(loss, accuracy, mse, mae, r2, confusionMatrix, perClass, null, null);
    }

    private boolean isNoBetterThan(PartMetrics other, boolean weighted) {
      if (weighted && classes != null && other.classes != null) {
        Double least = other.classes.balancedAccuracy();
        if (least != null && under(least + BARELY, classes.balancedAccuracy())) {
          return false;
        }
      }
      return !(under(loss, other.loss) || under(mse, other.mse) || under(other.accuracy, accuracy));
    }

    private static final double BARELY = 0.02;

    /** Never where either is absent or not a number. */
    private static boolean under(@Nullable Double value, @Nullable Double limit) {
      return value != null && limit != null && value < limit;
    }
  }

  public record ClassMetrics(String label, double precision, double recall, double f1, long rows) {}

  /**
   * How well classes are told; absent is what has no meaning here.
   *
   * @param balancedAccuracy mean recall of the classes that occur
   * @param logLoss of probabilities from 2⁻⁵² to 1 − 2⁻⁵²
   * @param macroF1 mean over the classes that occur or are answered
   * @param mcc Matthews correlation coefficient; 0 where there is none
   * @param rocAuc of two classes that of the second, of more the mean of each against the rest
   * @param prAuc average precision, likewise
   * @param brier of two classes mean (p − t)² of the second, of more mean Σ (p_k − t_k)²
   * @param accuracyInterval 95 %, Wilson
   * @param error by how much {@code rocAuc} and {@code prAuc} may be wrong; 0 up to 10⁵ rows
   */
  public record ClassQuality(
      double balancedAccuracy,
      @Nullable Double logLoss,
      double macroF1,
      double mcc,
      @Nullable Double rocAuc,
      @Nullable Double prAuc,
      @Nullable Double brier,
      List<Double> accuracyInterval,
      @Nullable List<CurvePoint> curve,
      double error) {}

  /** Two classes told apart by a threshold of the second one's probability. */
  public record CurvePoint(
      float threshold, double precision, double recall, double falsePositiveRate) {}

  /**
   * How far a regression is off.
   *
   * @param residuals answers minus targets, in bins of equal width
   * @param error by how much the median may be wrong; 0 up to 10⁵ rows
   */
  public record NumberQuality(double medianAbsoluteError, List<Bin> residuals, double error) {}

  /** Numbers from one value up to another; the last bin has its end too. */
  public record Bin(double from, double to, long rows) {}
}
