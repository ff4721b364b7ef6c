package io.descent.engine;

/** Estimates the bytes of a trainer from shapes alone; saturates. */
final class Memory {

  /** Scratch of the kernels, and what is too small to count. */
  private static final long BASE = 8L << 20;

  /** Buffers of the size of a layer's output, its input gradient apart; at most. */
  private static final long BUFFERS = 2;

  private static final int LANES = 16;

  private Memory() {}

  static long of(ModelSpec model, TrainingPlan plan) {
    Outline outline = Outline.of(model);
    long samples = values(model.inputShape());
    long weights = 0;
    for (Outline.Layer layer : outline.layers()) {
      samples = Saturating.add(samples, Saturating.product(BUFFERS, values(layer.output())));
      samples = Saturating.add(samples, values(layer.input()));
      weights = Saturating.add(weights, padded(layer));
    }
    long copies = 2 + slots(plan.optimizer()) + (plan.keepBest() ? 1 : 0);
    long floats =
        Saturating.add(
            Saturating.product(samples, plan.batchSize()), Saturating.product(weights, copies));
    return Saturating.add(BASE, Saturating.product(floats, Float.BYTES));
  }

  /** Floats of the larger of a layer's input and output for a batch. */
  static long batch(Outline.Layer layer, int samples) {
    return Saturating.product(Math.max(values(layer.input()), values(layer.output())), samples);
  }

  private static long slots(OptimizerSpec spec) {
    return switch (spec) {
      case OptimizerSpec.Sgd s -> s.momentum() == 0 ? 0 : 1;
      case OptimizerSpec.Adagrad _, OptimizerSpec.RmsProp _ -> 1;
      case OptimizerSpec.Adam _, OptimizerSpec.AdamW _ -> 2;
    };
  }

  /** Floats of one sample, rows padded to whole vectors. */
  private static long values(Shape shape) {
    if (shape.rank() == 3) {
      return Saturating.product(pad(shape.dim(0)), shape.dim(1), shape.dim(2));
    }
    return pad(shape.size());
  }

  private static long pad(long width) {
    return Saturating.add(width, LANES);
  }

  private static long padded(Outline.Layer layer) {
    int out = layer.output().dim(0);
    return Saturating.product(layer.parameters() / out + 1, pad(out));
  }
}
