package io.descent.engine;

import java.util.List;

/**
 * One finished epoch. Losses are in the units of the targets the network saw; the score is accuracy
 * for a classification and R² for a regression. Without a validation part its two are NaN.
 *
 * @param epoch from 1
 * @param gradNorm L2 norm of the gradient of the epoch's last batch, before clipping
 * @param layers as far as they were measured in this epoch
 */
public record EpochMetrics(
    int epoch,
    double trainLoss,
    double trainScore,
    double validationLoss,
    double validationScore,
    double lr,
    double gradNorm,
    List<LayerFigures> layers) {

  public EpochMetrics {
    layers = List.copyOf(layers);
  }

  public double value(EpochMetric metric) {
    return switch (metric) {
      case TRAIN_LOSS -> trainLoss;
      case TRAIN_SCORE -> trainScore;
      case VALIDATION_LOSS -> validationLoss;
      case VALIDATION_SCORE -> validationScore;
    };
  }
}
