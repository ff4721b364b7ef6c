package io.descent.engine.layer;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.tensor.Tensor;

/**
 * Makes one vector of a map, in the order (channel, height, width) that clients see. The map is
 * stored channels last, so values move, unless it has one channel or one position.
 */
public final class Flatten extends Layer {

  private final FeatureMap input;
  private final boolean inputIsKept;
  private final Tensor y;
  private final Tensor dx;
  private Tensor viewed = Tensor.NONE;

  public Flatten(LayerContext context) {
    super(output(context.input()));
    input = context.input();
    inputIsKept = !context.inPlace();
    y = isMoved() ? context.buffer(output()) : Tensor.NONE;
    dx = isFlat() ? Tensor.NONE : context.inputGradientBuffer();
  }

  private static FeatureMap output(FeatureMap in) {
    if (in.positions() == 1) {
      return in;
    }
    int features = in.channels() * in.positions();
    return in.stride() == 1
        ? new FeatureMap(features, 1, 1, features)
        : LayerContext.flat(features);
  }

  private boolean isFlat() {
    return input.positions() == 1;
  }

  private boolean isMoved() {
    return !isFlat() && input.stride() > 1;
  }

  @Override
  public boolean needsOutput() {
    return !isMoved() && inputIsKept;
  }

  @Override
  public Tensor infer(Tensor x, int samples) {
    if (isFlat()) {
      return x;
    }
    if (!isMoved()) {
      return view(x);
    }
    for (int n = 0; n < samples; n++) {
      for (int p = 0; p < input.positions(); p++) {
        int from = n * input.size() + p * input.stride();
        int to = n * y.stride() + p;
        for (int c = 0; c < input.channels(); c++) {
          y.data()[to + c * input.positions()] = x.data()[from + c];
        }
      }
    }
    return y;
  }

  private Tensor view(Tensor x) {
    if (viewed.data() != x.data()) {
      int features = output().channels();
      viewed = x.viewed(x.rows() / input.positions(), features, features);
    }
    return viewed;
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    if (isFlat()) {
      return dy;
    }
    for (int n = 0; n < samples; n++) {
      for (int p = 0; p < input.positions(); p++) {
        int to = n * input.size() + p * input.stride();
        int from = n * dy.stride() + p;
        for (int c = 0; c < input.channels(); c++) {
          dx.data()[to + c] = dy.data()[from + c * input.positions()];
        }
      }
    }
    return dx;
  }
}
