package io.descent.spec;

import io.descent.dataset.Schema;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.Trainer;
import io.descent.engine.TrainingPlan;
import java.util.Optional;

/** The memory that a training takes: its data, encoded, and the trainer. */
public final class TrainingMemory {

  private static final double SHARE = 0.6;

  private TrainingMemory() {}

  /** What all trainings of a process may take together: a part of its heap. */
  public static long limit() {
    return (long) (Runtime.getRuntime().maxMemory() * SHARE);
  }

  /** Bytes of a training on a data set; saturates at {@link Long#MAX_VALUE}. */
  public static long of(ModelSpec model, TrainingPlan plan, Schema schema) {
    return of(model, plan, Outline.of(model), Optional.of(schema));
  }

  static long of(ModelSpec model, TrainingPlan plan, Outline outline, Optional<Schema> schema) {
    long least = leastOfTrainer(plan, outline);
    // Beyond the limit the sum below may not be computable, and is no longer needed
    long trainer = least > limit() ? least : Trainer.memory(model, plan);
    return schema.map(it -> Saturating.plus(trainer, data(model, it))).orElse(trainer);
  }

  /** Float32 weights with their gradients, and every output of a batch with its gradient. */
  private static long leastOfTrainer(TrainingPlan plan, Outline outline) {
    long values = 0;
    for (Outline.Layer layer : outline.layers()) {
      long outputs = Saturating.times(layer.output().size(), plan.batchSize());
      values = Saturating.plus(values, Saturating.plus(layer.parameters(), outputs));
    }
    return Saturating.times(values, 2L * Float.BYTES);
  }

  /** Pixels stay bytes, all else is float32. */
  private static long data(ModelSpec model, Schema schema) {
    long inputs = schema.encodedShape().size();
    long input = schema.format() == Schema.Format.IDX ? inputs : inputs * Float.BYTES;
    boolean oneHot = model.loss() == LossSpec.MSE && !schema.classes().isEmpty();
    long target = (long) Float.BYTES * (oneHot ? schema.classes().size() : 1);
    return Saturating.times(schema.rows(), input + target);
  }
}
