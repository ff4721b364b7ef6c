package io.descent.model;

import io.descent.engine.Task;
import io.descent.model.ModelMetrics.ClassQuality;
import io.descent.model.ModelMetrics.PartMetrics;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A metric by which the columns of a model are held against each other. */
enum ImportanceMetric {
  LOSS(Better.LOWER, PartMetrics::loss),
  ACCURACY(Better.HIGHER, PartMetrics::accuracy),
  BALANCED_ACCURACY(Better.HIGHER, ofClasses(ClassQuality::balancedAccuracy)),
  LOG_LOSS(Better.LOWER, ofClasses(ClassQuality::logLoss)),
  MACRO_F1(Better.HIGHER, ofClasses(ClassQuality::macroF1)),
  MCC(Better.HIGHER, ofClasses(ClassQuality::mcc)),
  ROC_AUC(Better.HIGHER, ofClasses(ClassQuality::rocAuc)),
  PR_AUC(Better.HIGHER, ofClasses(ClassQuality::prAuc)),
  BRIER(Better.LOWER, ofClasses(ClassQuality::brier)),
  MSE(Better.LOWER, PartMetrics::mse),
  MAE(Better.LOWER, PartMetrics::mae),
  R2(Better.HIGHER, PartMetrics::r2),
  MEDIAN_ABSOLUTE_ERROR(
      Better.LOWER, it -> it.numbers() == null ? null : it.numbers().medianAbsoluteError());

  private enum Better {
    HIGHER,
    LOWER
  }

  private final Better better;
  private final Function<PartMetrics, @Nullable Double> value;

  ImportanceMetric(Better better, Function<PartMetrics, @Nullable Double> value) {
    this.better = better;
    this.value = value;
  }

  private static Function<PartMetrics, @Nullable Double> ofClasses(
      Function<ClassQuality, @Nullable Double> value) {
    return it -> it.classes() == null ? null : value.apply(it.classes());
  }

  static ImportanceMetric standard(Task task) {
    return switch (task) {
      case CLASSIFICATION -> ACCURACY;
      case REGRESSION -> R2;
    };
  }

  /** The name in JSON. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty where it has no value on these rows. */
  Optional<Double> of(PartMetrics metrics) {
    return Optional.ofNullable(value.apply(metrics));
  }

  /** By how much a value is worse than another. */
  double loss(double from, double to) {
    return better == Better.HIGHER ? from - to : to - from;
  }
}
