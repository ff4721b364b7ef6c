package io.descent.engine.kernel;

import java.util.List;
import java.util.function.Consumer;

/**
 * What brings the lanes of a group to be compiled, on small arrays.
 *
 * @param steps visit every tile, every tail and both sides of every branch, since the compiler
 *     leaves out what it has not seen
 * @param work is timed in lanes and in plain loops
 */
public record Exercise(KernelGroup group, List<Runnable> steps, Consumer<Kernels> work) {

  /** Floats of an array that is room enough for every step. */
  public static final int SIZE = 64 * 300;

  /** Values of both signs and of sizes on both sides of the branches of elementary functions. */
  public static float[] values() {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (i % 41 - 20) * 0.125f;
    }
    return values;
  }
}
