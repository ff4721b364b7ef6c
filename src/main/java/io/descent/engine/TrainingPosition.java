package io.descent.engine;

import java.io.IOException;

/** Where a training stands, and the metrics of the epoch it finished last. */
final class TrainingPosition {

  int epoch;
  int batch;
  int evaluated;
  long updates;
  double lastLoss = Double.NaN;
  double gradNorm = Double.NaN;

  private double trainLoss;
  private double trainScore;
  private double validationLoss;
  private double validationScore;
  private double lr;

  void finishEpoch(MetricAccumulator train, MetricAccumulator validation, double rate) {
    trainLoss = train.loss();
    trainScore = train.score();
    validationLoss = validation.loss();
    validationScore = validation.score();
    lr = rate;
    epoch++;
    batch = 0;
    evaluated = 0;
  }

  double finished(EpochMetric metric) {
    return switch (metric) {
      case TRAIN_LOSS -> trainLoss;
      case TRAIN_SCORE -> trainScore;
      case VALIDATION_LOSS -> validationLoss;
      case VALIDATION_SCORE -> validationScore;
    };
  }

  EpochMetrics finishedEpoch() {
    if (epoch == 0) {
      throw new IllegalStateException("no epoch is finished yet");
    }
    return new EpochMetrics(
        epoch, trainLoss, trainScore, validationLoss, validationScore, lr, gradNorm);
  }

  void save(StateWriter out) throws IOException {
    out.number((long) epoch);
    out.number((long) batch);
    out.number((long) evaluated);
    out.number(updates);
    out.number(lastLoss);
    out.number(gradNorm);
    out.number(trainLoss);
    out.number(trainScore);
    out.number(validationLoss);
    out.number(validationScore);
    out.number(lr);
  }

  void restore(StateReader in) throws IOException {
    epoch = (int) in.whole();
    batch = (int) in.whole();
    evaluated = (int) in.whole();
    updates = in.whole();
    lastLoss = in.real();
    gradNorm = in.real();
    trainLoss = in.real();
    trainScore = in.real();
    validationLoss = in.real();
    validationScore = in.real();
    lr = in.real();
  }
}
