package io.descent.model;

import io.descent.model.ModelMetrics.ClassQuality;
import io.descent.model.ModelMetrics.CurvePoint;
import io.descent.model.RankedScores.Measured;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sums over the scores of the classes, in double and row order. */
final class ClassScores {

  /** The distance from 0 and 1 that probabilities keep in a logarithm. */
  private static final double CLIP = 0x1p-52;

  private static final int BINARY = 2;

  private final int classes;
  private final boolean probabilities;
  private final RankedScores[] ranked;
  private double logLoss;
  private double squares;
  private long rows;

  /**
   * @param rows that will be added
   * @param probabilities whether scores are probabilities, and not raw outputs
   */
  ClassScores(int classes, int rows, boolean probabilities) {
    this.classes = classes;
    this.probabilities = probabilities;
    ranked = new RankedScores[classes == BINARY ? 1 : classes];
    Arrays.setAll(ranked, _ -> new RankedScores(rows, ranked.length, probabilities));
  }

  /**
   * @param scores one a class, or only that of the second of two
   */
  void add(float[] scores, int actual) {
    rows++;
    for (int i = 0; i < ranked.length; i++) {
      int label = classes == BINARY ? 1 : i;
      ranked[i].add(score(scores, label), label == actual);
    }
    if (probabilities) {
      logLoss -= StrictMath.log(Math.clamp(score(scores, actual), CLIP, 1 - CLIP));
      squares += squares(scores, actual);
    }
  }

  private static float score(float[] scores, int label) {
    if (scores.length > 1) {
      return scores[label];
    }
    return label == 1 ? scores[0] : 1 - scores[0];
  }

  private double squares(float[] scores, int actual) {
    double sum = 0;
    for (int label = classes == BINARY ? 1 : 0; label < classes; label++) {
      double d = score(scores, label) - (label == actual ? 1.0 : 0.0);
      sum += d * d;
    }
    return sum;
  }

  /**
   * @param detailed with the curve of two classes
   */
  ClassQuality quality(Confusion confusion, boolean detailed) {
    @Nullable Measured roc = mean(RankedScores::rocAuc);
    @Nullable Measured pr = mean(RankedScores::prAuc);
    boolean curved = detailed && probabilities && classes == BINARY && roc != null;
    @Nullable List<CurvePoint> curve =
        curved && roc != null && Double.isFinite(roc.value()) ? ranked[0].curve() : null;
    return new ClassQuality(
        confusion.balancedAccuracy(),
        probabilities ? logLoss / rows : null,
        confusion.macroF1(),
        confusion.mcc(),
        roc == null ? null : roc.value(),
        pr == null ? null : pr.value(),
        probabilities ? squares / rows : null,
        confusion.accuracyInterval(),
        curve,
        Math.max(roc == null ? 0 : roc.error(), pr == null ? 0 : pr.error()));
  }

  /** Over the classes; none where one does not occur. */
  private @Nullable Measured mean(Function<RankedScores, Measured> measure) {
    if (!Arrays.stream(ranked).allMatch(RankedScores::isTwoSided)) {
      return null;
    }
    List<Measured> all = Arrays.stream(ranked).map(measure).toList();
    return new Measured(
        all.stream().mapToDouble(Measured::value).average().orElse(Double.NaN),
        all.stream().mapToDouble(Measured::error).average().orElse(0));
  }
}
