package io.descent.job;

import io.descent.engine.EpochMetric;
import io.descent.engine.Task;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The epoch by which a training is judged, with its scores as {@link Scores} has them: the score of
 * the validation part is an accuracy or R², by the task.
 */
@Embeddable
public record Best(
    @Column(name = "best_epoch") int epoch,
    @Column(name = "best_train_loss") double trainLoss,
    @Column(name = "best_train_score") double trainScore,
    @Nullable @Column(name = "best_validation_loss") Double validationLoss,
    @Nullable @Column(name = "best_validation_accuracy") Double validationAccuracy,
    @Nullable @Column(name = "best_validation_r2") Double validationR2) {

  /**
   * The better of the best so far and an epoch; of equals the earlier, and never one whose number
   * is not finite.
   *
   * @param metric what training was asked to be judged by
   */
  public static @Nullable Best after(
      @Nullable Best best, EpochMetric metric, Task task, int epoch, Scores scores) {
    boolean judgeable = scores.validationLoss() != null || !metric.needsValidation();
    EpochMetric by = judgeable ? metric : EpochMetric.TRAIN_LOSS;
    double value = value(scores, by);
    if (!Double.isFinite(value)) {
      return best;
    }
    double gain = Optional.ofNullable(best).map(it -> value - value(it.scores(), by)).orElse(0.0);
    boolean better = best == null || (by.higherIsBetter() ? gain > 0 : gain < 0);
    return better ? of(task, epoch, scores) : best;
  }

  private static Best of(Task task, int epoch, Scores scores) {
    Double score = scores.validationScore();
    return new Best(
        epoch,
        scores.trainLoss(),
        scores.trainScore(),
        scores.validationLoss(),
        task == Task.CLASSIFICATION ? score : null,
        task == Task.REGRESSION ? score : null);
  }

  Scores scores() {
    Double score = validationAccuracy == null ? validationR2 : validationAccuracy;
    return new Scores(trainLoss, trainScore, validationLoss, score);
  }

  static double value(Scores scores, EpochMetric metric) {
    Double value =
        switch (metric) {
          case TRAIN_LOSS -> scores.trainLoss();
          case TRAIN_SCORE -> scores.trainScore();
          case VALIDATION_LOSS -> scores.validationLoss();
          case VALIDATION_SCORE -> scores.validationScore();
        };
    return value == null ? Double.NaN : value;
  }
}
