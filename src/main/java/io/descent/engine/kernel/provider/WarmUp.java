package io.descent.engine.kernel.provider;

import com.sun.management.ThreadMXBean;
import io.descent.engine.kernel.Exercise;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.convolution.ConvolutionExercise;
import io.descent.engine.kernel.elementwise.ActivationExercise;
import io.descent.engine.kernel.pixels.PixelExercise;
import io.descent.engine.kernel.pooling.PoolingExercise;
import io.descent.engine.kernel.products.ProductExercises;
import io.descent.engine.kernel.rows.RowExercise;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Runs each operation in lanes on small arrays until it is compiled. Steps come one after another,
 * each until it allocates nothing, so that the compiler is asked for little at a time. Then all of
 * them must go 200 rounds without an allocation, and the operation must beat its plain form. One
 * that takes long is left for a later pass, so that it does not hold up the others.
 */
final class WarmUp implements Runnable {

  private static final int QUIET_STEPS = 20;
  private static final int QUIET_ROUNDS = 200;
  private static final int TIMINGS = 15;
  private static final int PASSES = 10;
  private static final long FIRST_PATIENCE_NANOS = 20_000_000_000L;
  private static final long LAST_PATIENCE_NANOS = 60_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Kernels vector = new Kernels("vector", KernelProvider.lanes());
  private final Kernels plain = new Kernels("plain", KernelProvider.plain());
  private final List<Pauses> pauses;
  private long waited;

  WarmUp(Pauses... pauses) {
    this.pauses = List.of(pauses);
  }

  /** In the order in which groups are wanted. */
  static List<Exercise> exercises(Kernels lanes) {
    return List.of(
        ProductExercises.ofFloats(lanes.products()),
        RowExercise.of(lanes.rows()),
        ActivationExercise.of(lanes.activations()),
        PixelExercise.of(lanes.pixels()),
        ConvolutionExercise.of(lanes.convolutions()),
        PoolingExercise.of(lanes.pooling()),
        ProductExercises.ofPixels(lanes.pixelProducts()));
  }

  @Override
  public void run() {
    List<Exercise> exercises = exercises(vector);
    for (int pass = 0; pass < PASSES; pass++) {
      long patience = Math.min(FIRST_PATIENCE_NANOS << pass, LAST_PATIENCE_NANOS);
      for (Exercise exercise : exercises) {
        if (!exercise.group().ready() && compiles(exercise, patience)) {
          exercise.group().markReady();
        }
      }
    }
  }

  private boolean compiles(Exercise exercise, long patience) {
    long end = now() + patience;
    for (Runnable step : exercise.steps()) {
      runUntilQuiet(List.of(step), QUIET_STEPS, end);
    }
    while (runUntilQuiet(exercise.steps(), QUIET_ROUNDS, end)) {
      if (beatsPlain(exercise)) {
        return true;
      }
    }
    return false;
  }

  /** Whether so many rounds in a row allocated nothing before the end. */
  private boolean runUntilQuiet(List<Runnable> steps, int rounds, long end) {
    int quiet = 0;
    while (quiet < rounds) {
      waited += await();
      if (now() > end) {
        return false;
      }
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).run();
      }
      quiet = THREADS.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
    }
    return true;
  }

  /** Waits while anything goes before it; gives the nanoseconds that it took. */
  long await() {
    long nanos = 0;
    for (int i = 0; i < pauses.size(); i++) {
      nanos += pauses.get(i).await();
    }
    return nanos;
  }

  /** Without the pauses, which try nobody's patience. */
  private long now() {
    return System.nanoTime() - waited;
  }

  private boolean beatsPlain(Exercise exercise) {
    long lanes = Long.MAX_VALUE;
    long loops = Long.MAX_VALUE;
    for (int i = 0; i < TIMINGS; i++) {
      lanes = Math.min(lanes, nanos(exercise, vector));
      loops = Math.min(loops, nanos(exercise, plain));
    }
    return lanes < loops;
  }

  private static long nanos(Exercise exercise, Kernels kernels) {
    long start = System.nanoTime();
    exercise.work().accept(kernels);
    return System.nanoTime() - start;
  }
}
