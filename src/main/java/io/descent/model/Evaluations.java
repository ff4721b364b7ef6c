package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.LossSpec;
import io.descent.engine.Metrics;
import io.descent.engine.Network;
import io.descent.engine.Samples;
import io.descent.model.ModelMetrics.PartMetrics;
import java.util.OptionalDouble;

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
      case REGRESSION -> regression(network, encoding, samples, look);
      case CLASSIFICATION -> classification(network, encoding, samples, detailed, threshold, look);
    };
  }

  /** A deviation of 1 in what the network learns is one standard deviation of the target. */
  private static PartMetrics regression(
      Network network, Encoding encoding, Samples samples, Runnable look) {
    double unit = encoding.target().deviation();
    Residuals residuals = new Residuals(samples);
    double loss =
        network.evaluate(
            samples,
            (output, _, row) -> {
              look.run();
              residuals.add(output, row);
            });
    return new PartMetrics(
        loss * unit * unit,
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
      Network network,
      Encoding encoding,
      Samples samples,
      boolean detailed,
      OptionalDouble threshold,
      Runnable look) {
    LossSpec learnt = network.model().loss();
    Confusion confusion = new Confusion(encoding.classes());
    ClassScores scores =
        new ClassScores(encoding.classes().size(), samples.rows(), learnt != LossSpec.MSE);
    float[] target = new float[samples.targets()];
    double loss =
        network.evaluate(
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
