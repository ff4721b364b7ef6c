package io.descent.engine.layer;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import io.descent.engine.tensor.Tensor;

/**
 * Inverted dropout (Srivastava et al. 2014): in training each value is 0 with probability {@code
 * rate}, else x / (1 − rate); in inference y = x. Backward: the same on dy.
 *
 * <p>Which values fall follows from (seed, layer, step, index) alone, so no mask is kept; the index
 * counts values in the order they are stored, channels last, padding left out.
 */
public final class Dropout extends Layer {

  private final Kernels kernels;
  private final FeatureMap map;
  private final boolean inPlace;
  private final long stream;
  private final int threshold;
  private final float scale;
  private final Tensor own;
  private long key;

  public Dropout(LayerContext context, double rate, long seed) {
    super(context.input());
    kernels = context.kernels();
    map = context.input();
    inPlace = context.inPlace();
    stream = Noise.key(seed, Purpose.DROPOUT, context.index(), 0);
    threshold = (int) Math.rint(rate * (1 << 24));
    scale = (float) (1 / (1 - rate));
    own = inPlace || !context.learns() ? Tensor.NONE : context.buffer(map);
  }

  @Override
  public Tensor infer(Tensor x, int samples) {
    return x;
  }

  @Override
  public Tensor forward(Tensor x, int samples, long step) {
    key = Noise.key(stream, step);
    Tensor y = inPlace ? x : own;
    drop(x, y, samples);
    return y;
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    drop(dy, dy, samples);
    return dy;
  }

  private void drop(Tensor from, Tensor to, int samples) {
    int rows = samples * map.positions();
    kernels
        .activations()
        .dropout(
            0, rows, map.channels(), key, threshold, scale, from.data(), to.data(), map.stride());
  }
}
