package io.descent.engine;

import java.util.List;

/**
 * What follows from a {@link ModelSpec}: the shape, parameters and FLOPs of each layer, and every
 * place where the layers do not fit. Layers after a problem that leaves no output shape are left
 * out.
 *
 * @param layers one entry a layer whose input shape is known
 */
public record Outline(List<Layer> layers, List<Problem> problems) {

  /**
   * @param parameters trainable ones; saturates at {@link Long#MAX_VALUE}
   * @param flops of the forward pass of one sample, multiply and add counted as two; saturates
   */
  public record Layer(
      int index, String type, Shape input, Shape output, long parameters, long flops) {}

  /**
   * @param layer index of the layer
   * @param field its JSON field that is wrong, empty where the layer as a whole does not fit
   */
  public record Problem(int layer, String field, String detail) {}

  public Outline {
    layers = List.copyOf(layers);
    problems = List.copyOf(problems);
  }

  public static Outline of(ModelSpec model) {
    throw new UnsupportedOperationException();
  }
}
