package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.Network;
import io.descent.engine.Samples;

/** Measures a network on encoded rows. */
public final class Evaluations {

  private Evaluations() {}

  /**
   * @param detailed with confusion matrix and per-class table, as for the test part
   */
  public static ModelMetrics.PartMetrics measure(
      Network network, Encoding encoding, Samples samples, boolean detailed) {
    throw new UnsupportedOperationException();
  }
}
