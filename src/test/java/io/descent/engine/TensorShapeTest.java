package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorShapeTest {

  @Test
  void namesAndShapesAreThoseOfANetworkWithItsWeights() {
    Extent three = new Extent(3, 2);
    Extent one = new Extent(1, 1);
    ModelSpec model =
        new ModelSpec(
            Shape.of(2, 9, 8),
            List.of(
                new LayerSpec.Conv2d(5, three, one, Extent.ZERO, Initializer.HE),
                new LayerSpec.BatchNorm2d(1e-5, 0.1),
                new LayerSpec.Relu(),
                new LayerSpec.MaxPool2d(one, one),
                new LayerSpec.Affine(7, Initializer.HE),
                new LayerSpec.BatchNorm1d(1e-5, 0.1),
                new LayerSpec.Dropout(0.5),
                new LayerSpec.Affine(3, Initializer.HE)),
            LossSpec.SOFTMAX_CE);

    assertThat(TensorShape.of(model))
        .isEqualTo(
            Network.zeros(model).tensors().stream()
                .map(it -> new TensorShape(it.name(), it.shape(), it.trainable()))
                .toList());
  }
}
