package io.descent.spec;

import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network as far as its JSON could be read; what is empty was reported.
 *
 * @param inputShape as given
 */
record ReadModel(Optional<Shape> inputShape, List<ReadLayer> layers, Optional<LossSpec> loss) {

  /**
   * @param spec empty where the layer's output cannot be known
   * @param statedField {@code in} or {@code features}: the name of the size that may be stated
   * @param stated the size, where it is
   */
  record ReadLayer(Optional<LayerSpec> spec, String statedField, OptionalInt stated) {}

  /** The layers before the first that could not be read. */
  List<LayerSpec> readable() {
    return layers.stream()
        .map(ReadLayer::spec)
        .takeWhile(Optional::isPresent)
        .flatMap(Optional::stream)
        .toList();
  }

  boolean complete() {
    return !layers.isEmpty() && layers.stream().allMatch(l -> l.spec().isPresent());
  }
}
