package io.descent.engine.kernel.provider;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Pace;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.team.SharedKernels;
import java.util.Arrays;
import java.util.function.Supplier;

/** Measures what work takes here, in some milliseconds; the best of several tries counts. */
final class PaceMeasurement {

  private static final int TRIES = 15;
  private static final int HANDOFFS = 101;
  private static final long PART_NANOS = 20_000;

  /** Bounds, so that a machine that was busy for a moment does not keep its threads apart. */
  private static final double LEAST_HANDOFF = 500;

  private static final double MOST_HANDOFF = 50_000;
  private static final int ROWS = 64;
  private static final int COLUMNS = 128;
  private static final int TERMS = 512;
  private static final int ELEMENTS = 1 << 20;

  private final Supplier<Kernels> maker;

  PaceMeasurement(Supplier<Kernels> maker) {
    this.maker = maker;
  }

  Pace measure() {
    Kernels kernels = maker.get();
    return new Pace(nanosPerOperation(kernels), nanosPerByte(kernels), handoffNanos());
  }

  private static double nanosPerOperation(Kernels kernels) {
    float[] a = new float[ROWS * TERMS];
    float[] b = new float[TERMS * COLUMNS];
    float[] c = new float[ROWS * COLUMNS];
    Arrays.fill(a, 1f);
    Arrays.fill(b, 1f);
    long nanos =
        best(
            () ->
                kernels
                    .products()
                    .nn(0, ROWS, 0, COLUMNS, TERMS, a, TERMS, b, COLUMNS, c, COLUMNS));
    return nanos / (2.0 * ROWS * COLUMNS * TERMS);
  }

  /** Of arrays that no cache near the processor holds, each read and written. */
  private static double nanosPerByte(Kernels kernels) {
    float[] w = new float[ELEMENTS];
    float[] g = new float[ELEMENTS];
    long nanos = best(() -> kernels.updates().sgd(0, ELEMENTS, 0.1f, 0f, w, g));
    return nanos / (16.0 * ELEMENTS);
  }

  private static long best(Runnable work) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  /** What two threads take for two parts beyond the time of one; the lower quartile. */
  private double handoffNanos() {
    long[] nanos = new long[HANDOFFS];
    try (Team team = SharedKernels.team(maker, () -> new Pace(1, 1, LEAST_HANDOFF))) {
      team.threads(2);
      for (int i = 0; i < HANDOFFS; i++) {
        long start = System.nanoTime();
        team.shareProduct((_, _, _) -> spin(), 0, 2, 1, 2, 1e6);
        nanos[i] = System.nanoTime() - start - PART_NANOS;
      }
    }
    Arrays.sort(nanos);
    return Math.clamp(nanos[HANDOFFS / 4], LEAST_HANDOFF, MOST_HANDOFF);
  }

  private static void spin() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PART_NANOS) {
      Thread.onSpinWait();
    }
  }
}
