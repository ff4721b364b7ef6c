package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.LossSpec;
import io.descent.engine.Network;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import io.descent.model.ModelMetrics.PartMetrics;

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
    if (encoding.task() == Task.REGRESSION) {
      return regression(network, encoding, samples);
    }
    return classification(network, encoding, samples, detailed);
  }

  /** A deviation of 1 in what the network learns is one standard deviation of the target. */
  private static PartMetrics regression(Network network, Encoding encoding, Samples samples) {
    double unit = encoding.target().deviation();
    Residuals residuals = new Residuals(samples);
    double loss = network.evaluate(samples, residuals::add);
    return new PartMetrics(
        loss * unit * unit,
        null,
        residuals.mse() * unit * unit,
        residuals.mae() * unit,
        residuals.r2(),
        null,
        null);
  }

  private static PartMetrics classification(
      Network network, Encoding encoding, Samples samples, boolean detailed) {
    boolean binary = network.model().loss() == LossSpec.BCE_LOGITS;
    Confusion confusion = new Confusion(encoding.classes(), samples, binary);
    double loss = network.evaluate(samples, confusion::add);
    return new PartMetrics(
        loss,
        confusion.accuracy(),
        null,
        null,
        null,
        detailed ? confusion.matrix() : null,
        detailed ? confusion.perClass() : null);
  }
}
