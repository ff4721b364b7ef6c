package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.Network;
import java.util.List;
import java.util.UUID;

/**
 * A model ready to answer.
 *
 * @param target the column that is predicted
 * @param ignored columns of its data that are not learnt from
 * @param bytes of its weights
 */
public record LoadedModel(
    UUID id,
    String name,
    Encoding encoding,
    String target,
    List<String> ignored,
    Network network,
    long bytes) {

  /** Whether there is a probability of the second of two classes. */
  public boolean hasThreshold() {
    return Threshold.isFor(encoding.classes().size(), network.model().loss().type());
  }
}
