package io.descent.spec;

import io.descent.dataset.PartsMemory;
import io.descent.dataset.Schema;
import io.descent.engine.ModelSpec;
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
  public static long of(ModelSpec model, TrainingPlan plan, Schema schema, Optional<Schema> test) {
    return of(model, plan, Optional.of(schema), test);
  }

  /**
   * @param test the data set that the model is tested on, if it is another one
   */
  static long of(
      ModelSpec model, TrainingPlan plan, Optional<Schema> schema, Optional<Schema> test) {
    long trainer = Trainer.memory(model, plan);
    long data =
        schema.map(PartsMemory::heap).orElse(0L) + test.map(PartsMemory::testHeap).orElse(0L);
    return trainer > Long.MAX_VALUE - data ? Long.MAX_VALUE : trainer + data;
  }
}
