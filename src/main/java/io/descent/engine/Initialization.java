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
      LayerSpec spec = model.layers().get(i);
      if (spec instanceof LayerSpec.Affine affine) {
        draw(parameters.getFirst(), affine.init(), i, seed);
      } else if (spec instanceof LayerSpec.Conv2d conv) {
        draw(parameters.getFirst(), conv.init(), i, seed);
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
