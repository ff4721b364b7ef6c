package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.LossSpec;
import io.descent.engine.Metrics;
import io.descent.engine.Network;
import io.descent.engine.Samples;
import io.descent.model.ModelMetrics.PartMetrics;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Measures a network on encoded rows. */
public final class Evaluations {

  private Evaluations() {}

  /**
   * The metrics of one part, in the target's own unit.
   *
   * @param detailed with confusion matrix and per-class table, as for the test part
   */
  public static PartMetrics measure(
      Network network, Encoding encoding, Samples samples, boolean detailed) {
    return measure(network, encoding, samples, detailed, () -> {});
  }

  /**
   * The same, given up where {@code look} throws, which is called for each row.
   *
   * @param detailed with confusion matrix and per-class table, as for the test part
   */
  public static PartMetrics measure(
      Network network, Encoding encoding, Samples samples, boolean detailed, Runnable look) {
    return measure(network, encoding, samples, detailed, OptionalDouble.empty(), look);
  }

  /**
   * @param threshold the probability from which the second of two classes is answered
   */
  static PartMetrics measure(
      Network network,
      Encoding encoding,
      Samples samples,
      boolean detailed,
      OptionalDouble threshold,
      Runnable look) {
    return switch (encoding.task()) {
      case REGRESSION -> regression(network::evaluate, encoding, samples, look);
      case CLASSIFICATION -> {
        LossSpec learnt = network.model().loss();
        Confusion confusion = new Confusion(encoding.classes());
        ClassScores scores =
            new ClassScores(encoding.classes().size(), samples.rows(), learnt != LossSpec.MSE);
        yield classification(
            network::evaluate, learnt, confusion, scores, samples, detailed, threshold, look);
      }
    };
  }

  /** What answers rows: it shows the outputs of each in turn, and gives the mean loss. */
  @FunctionalInterface
  interface Answering {

    @Nullable Double evaluate(Samples samples, Network.RowOutputs outputs);
  }

  /**
   * The metrics of what is not a network, without what is long.
   *
   * @param learnt decides the form of the targets
   * @param probabilities whether the scores of classes are that
   */
  static PartMetrics measure(
      Answering answering,
      LossSpec learnt,
      boolean probabilities,
      Encoding encoding,
      Samples samples,
      Runnable look) {
    return switch (encoding.task()) {
      case REGRESSION -> regression(answering, encoding, samples, look);
      case CLASSIFICATION ->
          classification(
              answering,
              learnt,
              new Confusion(encoding.classes()),
              new ClassScores(encoding.classes().size(), samples.rows(), probabilities),
              samples,
              false,
              OptionalDouble.empty(),
              look);
    };
  }

  /** A deviation of 1 in what the network learns is one standard deviation of the target. */
  private static PartMetrics regression(
      Answering answering, Encoding encoding, Samples samples, Runnable look) {
    double unit = encoding.target().deviation();
    Residuals residuals = new Residuals(samples);
    @Nullable Double loss =
        answering.evaluate(
            samples,
            (output, _, row) -> {
              look.run();
              residuals.add(output, row);
            });
    return new PartMetrics(
        loss == null ? null : loss * unit * unit,
        null,
        residuals.mse() * unit * unit,
        residuals.mae() * unit,
        residuals.r2(),
        null,
        null,
        null,
        residuals.quality(unit));
  }

  private static PartMetrics classification(
      Answering answering,
      LossSpec learnt,
      Confusion confusion,
      ClassScores scores,
      Samples samples,
      boolean detailed,
      OptionalDouble threshold,
      Runnable look) {
    float[] target = new float[samples.targets()];
    @Nullable Double loss =
        answering.evaluate(
            samples,
            (output, meaning, row) -> {
              look.run();
              samples.target(row, target, 0);
              int actual = learnt.label(target);
              confusion.add(actual, Metrics.predictedClass(output, meaning, threshold));
              scores.add(meaning, actual);
            });
    return new PartMetrics(
        loss,
        confusion.accuracy(),
        null,
        null,
        null,
        detailed ? confusion.matrix() : null,
        detailed ? confusion.perClass() : null,
        scores.quality(confusion, detailed),
        null);
  }
}
