package io.descent.engine;

import java.util.List;

/** A network as asked for: what goes in, its layers, its loss. */
public record ModelSpec(Shape inputShape, List<LayerSpec> layers, LossSpec loss) {

  public ModelSpec {
    layers = List.copyOf(layers);
  }
}
