package io.descent.spec;

import io.descent.dataset.PartsMemory;
import io.descent.dataset.Schema;
import io.descent.engine.LeastSquares;
import io.descent.engine.ModelSpec;
import io.descent.engine.Saturating;
import io.descent.engine.Task;
import io.descent.engine.Trainer;
import java.util.Optional;

/** The memory that a training takes: its data, encoded, the trainer, and what it starts from. */
public final class TrainingMemory {

  private static final double SHARE = 0.6;

  private TrainingMemory() {}

  /** What all trainings of a process may take together: a part of its heap. */
  public static long limit() {
    return (long) (Runtime.getRuntime().maxMemory() * SHARE);
  }

  /**
   * Bytes of a training on a data set; saturates at {@link Long#MAX_VALUE}.
   *
   * @param test the data set that the model is tested on, if it is another one
   * @param carried bytes of the weights that it starts from; 0 where they are drawn
   */
  public static long of(
      ModelSpec model, TrainingSpec training, Schema schema, Optional<Schema> test, long carried) {
    return of(model, training, Optional.of(schema), test, carried);
  }

  static long of(
      ModelSpec model,
      TrainingSpec training,
      Optional<Schema> schema,
      Optional<Schema> test,
      long carried) {
    long data =
        schema.map(PartsMemory::heap).orElse(0L) + test.map(PartsMemory::testHeap).orElse(0L);
    long linear = schema.map(it -> linear(training.split(), it)).orElse(0L);
    long start = carried == 0 ? 0 : Saturating.add(carried, Trainer.weightsMemory(model));
    long trainer = Trainer.memory(model, training.plan());
    return Saturating.add(Saturating.add(trainer, data), Saturating.add(linear, start));
  }

  /** Of the linear answer that the network is held against in the end. */
  private static long linear(TrainingSpec.SplitSpec split, Schema schema) {
    int outputs = schema.task() == Task.REGRESSION ? 1 : schema.classes().size();
    int inputs = Math.toIntExact(schema.encodedShape().size());
    // Of groups nobody knows beforehand how many rows train
    boolean known = split.by() != TrainingSpec.SplitBy.GROUP;
    long rows = known ? SplitSizes.of(split, schema).train() : 1;
    return LeastSquares.isAffordable(rows, inputs, outputs)
        ? LeastSquares.memory(inputs, outputs)
        : 0;
  }
}
