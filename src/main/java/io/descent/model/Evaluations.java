package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.Network;
import io.descent.engine.Samples;
import io.descent.model.ModelMetrics.PartMetrics;
import java.util.function.ObjIntConsumer;

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
    return switch (encoding.task()) {
      case REGRESSION -> regression(network, encoding, samples, look);
      case CLASSIFICATION -> classification(network, encoding, samples, detailed, look);
    };
  }

  /** A deviation of 1 in what the network learns is one standard deviation of the target. */
  private static PartMetrics regression(
      Network network, Encoding encoding, Samples samples, Runnable look) {
    double unit = encoding.target().deviation();
    Residuals residuals = new Residuals(samples);
    double loss = network.evaluate(samples, looking(look, residuals::add));
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
      Network network, Encoding encoding, Samples samples, boolean detailed, Runnable look) {
    Confusion confusion = new Confusion(encoding.classes(), samples);
    double loss = network.evaluate(samples, looking(look, confusion::add));
    return new PartMetrics(
        loss,
        confusion.accuracy(),
        null,
        null,
        null,
        detailed ? confusion.matrix() : null,
        detailed ? confusion.perClass() : null);
  }

  private static ObjIntConsumer<float[]> looking(Runnable look, ObjIntConsumer<float[]> outputs) {
    return (output, row) -> {
      look.run();
      outputs.accept(output, row);
    };
  }
}
