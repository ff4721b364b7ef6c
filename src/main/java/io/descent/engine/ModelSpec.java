package io.descent.engine;

import java.util.List;

/** A network as asked for: what goes in, its layers, its loss. */
public record ModelSpec(Shape inputShape, List<LayerSpec> layers, LossSpec loss) {

  public ModelSpec {
    layers = List.copyOf(layers);
  }

  /** Whether weights trained for the other fit: whatever the loss is, and how they were started. */
  public boolean takesWeightsOf(ModelSpec other) {
    return inputShape.equals(other.inputShape) && trained().equals(other.trained());
  }

  /** Whether its outputs are probabilities by themselves. */
  public boolean endsInProbabilities() {
    return !layers.isEmpty() && layers.getLast() instanceof LayerSpec.Softmax;
  }

  private List<Settings> trained() {
    return layers.stream().map(LayerSpec::settings).map(Settings::trained).toList();
  }
}
