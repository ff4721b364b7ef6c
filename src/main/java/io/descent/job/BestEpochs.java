package io.descent.job;

import io.descent.engine.EpochMetric;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** Finds the epoch that a training is judged by; of equals the first. */
@Component
class BestEpochs {

  /** An epoch whose number is not finite is never the best, but may be sorted first. */
  private static final Limit CANDIDATES = Limit.of(10);

  private final MetricRepository metrics;

  BestEpochs(MetricRepository metrics) {
    this.metrics = metrics;
  }

  /** By the metric of early stopping, else by validation loss, else by training loss. */
  Optional<EpochRow> of(Job job) {
    String asked = job.training.at("/early_stopping/metric").asString("");
    return Arrays.stream(EpochMetric.values())
        .filter(metric -> metric.name(job.task).equals(asked))
        .findFirst()
        .or(() -> Optional.of(EpochMetric.VALIDATION_LOSS))
        .flatMap(metric -> of(job, metric))
        .or(() -> of(job, EpochMetric.TRAIN_LOSS));
  }

  private Optional<EpochRow> of(Job job, EpochMetric by) {
    Sort.Direction first = by.higherIsBetter() ? Sort.Direction.DESC : Sort.Direction.ASC;
    Sort sort = Sort.by(first, "values.scores." + column(by)).and(Sort.by("id.epoch"));
    return metrics.sorted(job.id, sort, CANDIDATES).stream()
        .filter(row -> isFinite(value(row.scores(), by)))
        .findFirst();
  }

  private static boolean isFinite(@Nullable Double value) {
    return value != null && Double.isFinite(value);
  }

  private static String column(EpochMetric metric) {
    return switch (metric) {
      case TRAIN_LOSS -> "trainLoss";
      case TRAIN_SCORE -> "trainScore";
      case VALIDATION_LOSS -> "validationLoss";
      case VALIDATION_SCORE -> "validationScore";
    };
  }

  private static @Nullable Double value(Scores scores, EpochMetric metric) {
    return switch (metric) {
      case TRAIN_LOSS -> scores.trainLoss();
      case TRAIN_SCORE -> scores.trainScore();
      case VALIDATION_LOSS -> scores.validationLoss();
      case VALIDATION_SCORE -> scores.validationScore();
    };
  }
}
