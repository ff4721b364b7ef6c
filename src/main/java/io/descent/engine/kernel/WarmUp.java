package io.descent.engine.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Runs each operation in lanes on small arrays until it is compiled: until 200 rounds in a row have
 * allocated nothing, and it beats the plain form. A round visits every tile, every tail and both
 * sides of every branch, since the compiler leaves out what it has not seen.
 */
final class WarmUp implements Runnable {

  /**
   * @param round visits all of it; {@code lanes} and {@code plain} do the same work.
   */
  private record Exercise(Lanes group, Runnable round, Runnable lanes, Runnable plain) {}

  private static final int QUIET_ROUNDS = 200;
  private static final int MOST_ROUNDS = 100_000;
  private static final int TIMINGS = 15;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Kernels vector = VectorKernels.always();
  private final Kernels plain = new PlainKernels();

  @Override
  public void run() {
    for (Exercise exercise : List.of(products())) {
      if (compiled(exercise)) {
        exercise.group.markReady();
      }
    }
  }

  private static boolean compiled(Exercise exercise) {
    int quiet = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      exercise.round.run();
      quiet = THREADS.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
      if (quiet >= QUIET_ROUNDS && beats(exercise)) {
        return true;
      }
    }
    return false;
  }

  private static boolean beats(Exercise exercise) {
    long lanes = Long.MAX_VALUE;
    long plain = Long.MAX_VALUE;
    for (int i = 0; i < TIMINGS; i++) {
      lanes = Math.min(lanes, nanos(exercise.lanes));
      plain = Math.min(plain, nanos(exercise.plain));
    }
    return lanes < plain;
  }

  private static long nanos(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private Exercise products() {
    float[] a = filled(64 * 64);
    float[] b = filled(64 * 300);
    float[] c = new float[64 * 300];
    Tails tails = new Tails();
    return new Exercise(
        Lanes.PRODUCTS,
        () -> {
          tails.run();
          vector.nn(16, 64, 16, a, 64, b, 300, c, 300);
          vector.nt(5, 64, 33, a, 64, b, 64, c, 64);
        },
        () -> vector.nn(48, 64, 64, a, 64, b, 64, c, 64),
        () -> plain.nn(48, 64, 64, a, 64, b, 64, c, 64));
  }

  private static float[] filled(int n) {
    float[] values = new float[n];
    Arrays.fill(values, 1e-3f);
    return values;
  }

  /** Every tile, with and without a sum to add to. */
  private static final class Tails {

    private static final int TERMS = 16;
    private static final int WIDTH = 64;

    /** Between them these leave every height of tile as a remainder. */
    private static final int[] ROWS = {9, 11, 15, 21, 23, 25, 43, 47};

    private final int[] multiples = new Multiples().of(WIDTH, WIDTH);
    private final float[] a = filled(WIDTH * WIDTH);
    private final float[] b = filled(WIDTH * WIDTH);
    private final float[] c = new float[WIDTH * WIDTH];
    private final int[] terms = new Multiples().of(1, WIDTH);
    private int partial;

    void run() {
      int lanes = VectorProducts.LANES;
      partial = partial % (lanes - 1) + 1;
      for (int rows : ROWS) {
        for (int vectors = 1; vectors <= Tiles.WIDEST; vectors++) {
          panel(vectors, vectors * lanes, rows);
        }
        panel(1, partial, rows);
      }
    }

    private void panel(int vectors, int columns, int rows) {
      for (int i = 0; i < 2; i++) {
        Tiles.panel(
            vectors, columns, rows, 0, TERMS, a, 0, multiples, terms, b, 0, multiples, c, 0, WIDTH,
            i > 0);
      }
    }
  }
}
