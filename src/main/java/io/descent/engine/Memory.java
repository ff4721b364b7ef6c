package io.descent.engine;

/** Estimates the bytes of a trainer from shapes alone; saturates. */
final class Memory {

  /** Scratch of the kernels, and what is too small to count. */
  private static final long BASE = 8L << 20;

  /** Buffers of the size of a layer's output, its input gradient apart; at most. */
  private static final long BUFFERS = 2;

  private static final int LANES = 16;

  /** In client order, turned for a product, and two where it is drawn, read or kept. */
  private static final long LARGEST_COPIES = 4;

  /** Rows that are measured at once at most, unless a batch is larger, and their floats. */
  private static final int MEASURED_ROWS = 256;

  private static final long MEASURED_FLOATS = 1 << 21;

  private Memory() {}

  /**
   * The most rows in the buffers of a trainer: a batch, or more where they are small, so that
   * measuring pays seldom for what it does once a pass.
   */
  static int rows(ModelSpec model, TrainingPlan plan) {
    long measured = Math.min(MEASURED_ROWS, MEASURED_FLOATS / sample(model));
    return Math.max(plan.batchSize(), (int) measured);
  }

  static long of(ModelSpec model, TrainingPlan plan) {
    Outline outline = Outline.of(model);
    long samples = sample(model);
    long weights = weights(outline);
    long kept =
        Saturating.add(
            Saturating.product(weights, copies(plan)),
            Saturating.product(largest(outline), LARGEST_COPIES));
    long floats = Saturating.add(Saturating.product(samples, rows(model, plan)), kept);
    return Saturating.add(BASE, Saturating.product(floats, Float.BYTES));
  }

  /** Values, gradients, values before an update, and what the optimizer and the plan keep. */
  private static long copies(TrainingPlan plan) {
    return 3 + plan.optimizer().slots() + (plan.keepBest() ? 1 : 0);
  }

  private static long largest(Outline outline) {
    return outline.layers().stream().mapToLong(Memory::padded).max().orElse(0);
  }

  /** Floats of all weights, rows padded to whole vectors. */
  static long weights(Outline outline) {
    long weights = 0;
    for (Outline.Layer layer : outline.layers()) {
      weights = Saturating.add(weights, padded(layer));
    }
    return weights;
  }

  /**
   * Floats of the buffers for one sample. The first layer makes no gradient of its input, which
   * there is as floats and as bytes, and flattened where the channels of a map move for it.
   */
  private static long sample(ModelSpec model) {
    long input = model.inputShape().size();
    long floats = Saturating.add(input, input / Float.BYTES + 1);
    for (Outline.Layer layer : Outline.of(model).layers()) {
      floats = Saturating.add(floats, Saturating.product(BUFFERS, values(layer.output())));
      boolean gradient = layer.index() > 0;
      boolean moves = layer.input().rank() == 3 && layer.input().dim(0) > 1;
      floats = Saturating.add(floats, gradient || moves ? values(layer.input()) : 0);
    }
    return floats;
  }

  /** Floats of the larger of a layer's input and output for a batch. */
  static long batch(Outline.Layer layer, int samples) {
    return Saturating.product(Math.max(values(layer.input()), values(layer.output())), samples);
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
