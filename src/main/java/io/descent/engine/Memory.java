package io.descent.engine;

/** Estimates the bytes of a trainer from shapes alone; saturates. */
final class Memory {

  /** Scratch of the kernels, and what is too small to count. */
  private static final long BASE = 8L << 20;

  private static final int LANES = 16;

  private Memory() {}

  static long of(ModelSpec model, TrainingPlan plan) {
    Outline outline = Outline.of(model);
    long samples = values(model.inputShape());
    long weights = 0;
    for (Outline.Layer layer : outline.layers()) {
      long buffers = buffers(model.layers().get(layer.index()));
      samples = Saturating.add(samples, Saturating.product(buffers, values(layer.output())));
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

  /** Buffers of the size of a layer's output, its input gradient apart. */
  private static long buffers(LayerSpec spec) {
    return switch (spec) {
      case LayerSpec.BatchNorm1d _, LayerSpec.BatchNorm2d _, LayerSpec.MaxPool2d _ -> 2;
      case LayerSpec.Affine _,
          LayerSpec.Conv2d _,
          LayerSpec.AvgPool2d _,
          LayerSpec.Dropout _,
          LayerSpec.Flatten _,
          LayerSpec.Relu _,
          LayerSpec.LeakyRelu _,
          LayerSpec.Gelu _,
          LayerSpec.Sigmoid _,
          LayerSpec.Tanh _ ->
          1;
    };
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
