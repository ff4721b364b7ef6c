package io.descent.engine;

import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import io.descent.engine.tensor.Parameter;
import java.util.List;

/** Draws the weights a network starts from; everything else starts as its layer made it. */
final class Initialization {

  private Initialization() {}

  static void draw(ModelSpec model, Net net, long seed) {
    for (int i = 0; i < model.layers().size(); i++) {
      List<Parameter> parameters = net.layers().get(i).parameters();
      switch (model.layers().get(i)) {
        case LayerSpec.Affine a -> draw(parameters.getFirst(), a.init(), i, seed);
        case LayerSpec.Conv2d c -> draw(parameters.getFirst(), c.init(), i, seed);
        case LayerSpec.MaxPool2d _,
            LayerSpec.AvgPool2d _,
            LayerSpec.BatchNorm1d _,
            LayerSpec.BatchNorm2d _,
            LayerSpec.Dropout _,
            LayerSpec.Flatten _,
            LayerSpec.Relu _,
            LayerSpec.LeakyRelu _,
            LayerSpec.Gelu _,
            LayerSpec.Sigmoid _,
            LayerSpec.Tanh _ -> {}
      }
    }
  }

  private static void draw(Parameter weights, Initializer initializer, int layer, long seed) {
    long key = Noise.key(seed, Purpose.WEIGHTS, layer, 0);
    double deviation = deviation(initializer, weights.layout().dims());
    float[] values = new float[weights.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * Noise.normal(key, i));
    }
    weights.write(values);
  }

  private static double deviation(Initializer initializer, List<Integer> dims) {
    boolean dense = dims.size() == 2;
    double area = dense ? 1 : (double) dims.get(2) * dims.get(3);
    double in = area * dims.get(dense ? 0 : 1);
    double out = area * dims.get(dense ? 1 : 0);
    return switch (initializer) {
      case HE -> Math.sqrt(2 / in);
      case XAVIER -> Math.sqrt(2 / (in + out));
      case ZEROS -> 0;
    };
  }
}
