package io.descent.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a training stands, which arithmetic brought it there, and the metrics of the epoch it
 * finished last.
 */
final class TrainingPosition {

  /**
   * Of the bits that this code computes: raised where a build's bits differ on purpose, so that
   * jobs of the one before go on and say so.
   */
  static final long ARITHMETIC = 1;

  /** A version of the arithmetic, and the update after which it was used. */
  private record Arithmetic(long version, long after) {}

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
  private final List<Arithmetic> arithmetic =
      new ArrayList<>(List.of(new Arithmetic(ARITHMETIC, 0)));

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

  EpochMetrics finishedEpoch(List<LayerFigures> layers) {
    if (epoch == 0) {
      throw new IllegalStateException("no epoch is finished yet");
    }
    return new EpochMetrics(
        epoch, trainLoss, trainScore, validationLoss, validationScore, lr, gradNorm, layers);
  }

  /** A sentence for each change of the arithmetic on the way; mostly there is none. */
  List<String> warnings() {
    return IntStream.range(1, arithmetic.size()).mapToObj(this::warning).toList();
  }

  private String warning(int change) {
    Arithmetic before = arithmetic.get(change - 1);
    Arithmetic after = arithmetic.get(change);
    return ("Up to update %d it was trained by version %d of the arithmetic, from there on by"
            + " version %d: neither alone gives the same bits.")
        .formatted(after.after(), before.version(), after.version());
  }

  /** Numbers that {@link #save} writes. */
  int numbers() {
    return 12 + 2 * arithmetic.size();
  }

  void save(StateWriter out) throws IOException {
    out.number((long) arithmetic.size());
    for (Arithmetic part : arithmetic) {
      out.number(part.version());
      out.number(part.after());
    }
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

  /**
   * @param version of the state's format
   */
  void restore(StateReader in, long version) throws IOException {
    readArithmetic(in, version);
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
    useArithmetic();
  }

  private void readArithmetic(StateReader in, long version) throws IOException {
    arithmetic.clear();
    long parts = version == TrainerState.FIRST ? 0 : in.whole();
    for (long part = 0; part < parts; part++) {
      arithmetic.add(new Arithmetic(in.whole(), in.whole()));
    }
    if (parts == 0) {
      arithmetic.add(new Arithmetic(1, 0));
    }
  }

  /** From here on this code's; what computed no update is forgotten. */
  private void useArithmetic() {
    arithmetic.removeIf(part -> part.after() == updates);
    if (arithmetic.isEmpty() || arithmetic.getLast().version() != ARITHMETIC) {
      arithmetic.add(new Arithmetic(ARITHMETIC, updates));
    }
  }
}
