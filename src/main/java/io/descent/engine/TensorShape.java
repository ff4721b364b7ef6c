package io.descent.engine;

import java.util.List;
import java.util.stream.Stream;

/**
 * The name and shape of a parameter or running statistic, as in {@link NamedTensor}, without its
 * values.
 *
 * @param trainable a parameter, else state
 */
public record TensorShape(String name, Shape shape, boolean trainable) {

  /** All of a network: parameters, then state, each in layer order. */
  public static List<TensorShape> of(ModelSpec model) {
    List<TensorShape> all =
        Outline.of(model).layers().stream().flatMap(TensorShape::ofLayer).toList();
    return Stream.concat(
            all.stream().filter(TensorShape::trainable),
            all.stream().filter(tensor -> !tensor.trainable()))
        .toList();
  }

  private static Stream<TensorShape> ofLayer(Outline.Layer layer) {
    return switch (layer.spec()) {
      case LayerSpec.Affine affine ->
          Stream.of(
              parameter(layer, "W", Shape.of(Math.toIntExact(layer.input().size()), affine.out())),
              parameter(layer, "b", Shape.of(affine.out())));
      case LayerSpec.Conv2d conv ->
          Stream.of(
              parameter(
                  layer,
                  "W",
                  Shape.of(
                      conv.out(),
                      layer.input().channels(),
                      conv.kernel().height(),
                      conv.kernel().width())),
              parameter(layer, "b", Shape.of(conv.out())));
      case LayerSpec.BatchNorm _ -> {
        Shape channels = Shape.of(layer.input().channels());
        yield Stream.of(
            parameter(layer, "gamma", channels),
            parameter(layer, "beta", channels),
            state(layer, "running_mean", channels),
            state(layer, "running_var", channels));
      }
      case LayerSpec.Pool _,
          LayerSpec.Dropout _,
          LayerSpec.Flatten _,
          LayerSpec.Softmax _,
          LayerSpec.Relu _,
          LayerSpec.LeakyRelu _,
          LayerSpec.Gelu _,
          LayerSpec.Sigmoid _,
          LayerSpec.Tanh _ ->
          Stream.of();
    };
  }

  private static TensorShape parameter(Outline.Layer layer, String letter, Shape shape) {
    return new TensorShape(layer.index() + "." + letter, shape, true);
  }

  private static TensorShape state(Outline.Layer layer, String letter, Shape shape) {
    return new TensorShape(layer.index() + "." + letter, shape, false);
  }
}
