package io.descent.engine.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs each operation in lanes on small arrays until it is compiled: until 200 rounds in a row have
 * allocated nothing, and it beats the plain form. A round visits every tile, every tail and both
 * sides of every branch, since the compiler leaves out what it has not seen.
 */
final class WarmUp implements Runnable {

  /**
   * @param round visits all of it
   * @param work is timed
   */
  private record Exercise(Lanes group, Runnable round, Consumer<Kernels> work) {}

  private static final int QUIET_ROUNDS = 200;
  private static final int MOST_ROUNDS = 20_000;
  private static final int PASSES = 10;
  private static final int TIMINGS = 15;
  private static final int SIZE = 64 * 300;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Kernels vector = VectorKernels.always();
  private final Kernels plain = new PlainKernels();
  private final float[] a = filled(SIZE);
  private final float[] b = filled(SIZE);
  private final float[] c = new float[SIZE];
  private final float[] d = new float[SIZE];

  @Override
  public void run() {
    List<Exercise> exercises =
        List.of(products(), rows(), activations(), convolutions(), pooling());
    for (int pass = 0; pass < PASSES; pass++) {
      for (Exercise exercise : exercises) {
        if (!exercise.group.ready() && compiles(exercise)) {
          exercise.group.markReady();
        }
      }
    }
  }

  private boolean compiles(Exercise exercise) {
    int quiet = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      exercise.round.run();
      quiet = THREADS.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
      if (quiet >= QUIET_ROUNDS && beatsPlain(exercise)) {
        return true;
      }
    }
    return false;
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
    exercise.work.accept(kernels);
    return System.nanoTime() - start;
  }

  private Exercise products() {
    Tails tails = new Tails();
    return new Exercise(
        Lanes.PRODUCTS,
        () -> {
          tails.run();
          vector.nn(16, 64, 16, a, 64, b, 300, c, 300);
          vector.nt(5, 64, 33, a, 64, b, 64, c, 64);
        },
        kernels -> kernels.nn(48, 64, 64, a, 64, b, 64, c, 64));
  }

  private Exercise rows() {
    double[] partials = new double[Kernels.PARTIALS];
    return new Exercise(
        Lanes.ROWS,
        () -> {
          for (int columns = 29; columns < 36; columns += 3) {
            vector.addRowInPlace(3, columns, a, c, 40);
            vector.columnSums(5, columns, a, 40, c);
            vector.columnSquares(5, columns, a, 40, b, c);
            vector.columnProducts(5, columns, a, b, 40, c);
            vector.normalize(3, columns, 40, a, b, b, b, b, c, d);
            vector.normalizeGradient(3, columns, 40, a, b, b, b, b, c);
            vector.softmax(3, columns, a, 40, c, 40, d, d);
            vector.addSquares(columns * 5, a, partials);
          }
        },
        kernels -> {
          kernels.addRowInPlace(32, 50, a, c, 64);
          kernels.columnSums(32, 50, a, 64, c);
          kernels.softmax(32, 20, a, 32, c, 32, d, d);
        });
  }

  private Exercise activations() {
    int n = 131;
    return new Exercise(
        Lanes.ACTIVATIONS,
        () -> {
          vector.relu(n, a, c);
          vector.reluGradient(n, a, b, c);
          vector.leakyRelu(n, 0.1f, a, c);
          vector.sigmoid(n, a, c);
          vector.tanh(n, a, c);
          vector.gelu(n, a, c);
          vector.geluGradient(n, a, b, c);
          vector.geluTanh(n, a, c);
          vector.geluTanhGradient(n, a, b, c);
          vector.dropout(3, 35, 5, 1 << 22, 2f, a, c, 40);
        },
        kernels -> kernels.tanh(1000, a, c));
  }

  private Exercise convolutions() {
    Window first = window(1, 12, 16, 5, 0);
    Window second = window(16, 6, 16, 3, 1);
    return new Exercise(
        Lanes.CONVOLUTIONS,
        () -> {
          vector.convolve(first, 1, a, b, c);
          vector.convolveWeightGradient(first, 1, a, b, c);
          vector.convolve(second, 1, a, b, c);
          vector.convolveWeightGradient(second, 1, a, b, c);
          vector.convolveInputGradient(second, 3, a, b, c);
        },
        kernels -> kernels.convolve(second, 4, a, b, c));
  }

  private static Window window(int channels, int size, int out, int kernel, int padding) {
    int side = size + 2 * padding - kernel + 1;
    FeatureMap from = new FeatureMap(channels, size, size, channels);
    FeatureMap to = new FeatureMap(out, side, side, out);
    return new Window(from, to, kernel, kernel, 1, 1, padding, padding);
  }

  private Exercise pooling() {
    int[] winners = new int[SIZE];
    Window wide = pool(16, 16);
    Window narrow = pool(5, 5);
    return new Exercise(
        Lanes.POOLING,
        () -> {
          pool(wide, winners);
          pool(narrow, winners);
        },
        kernels -> {
          kernels.maxPool(wide, 8, a, c, winners);
          kernels.maxPoolGradient(wide, 8, b, winners, c);
        });
  }

  private void pool(Window window, int[] winners) {
    vector.maxPool(window, 2, a, c, winners);
    vector.maxPoolGradient(window, 2, b, winners, c);
    vector.averagePool(window, 2, a, c);
    vector.averagePoolGradient(window, 2, b, c);
  }

  private static Window pool(int channels, int stride) {
    FeatureMap from = new FeatureMap(channels, 6, 6, stride);
    FeatureMap to = new FeatureMap(channels, 3, 3, stride);
    return new Window(from, to, 2, 2, 2, 2, 0, 0);
  }

  /** Of both signs and sizes on both sides of the branches of {@link Elementary}. */
  private static float[] filled(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (i % 41 - 20) * 0.125f;
    }
    return values;
  }

  /** Every tile, with and without a sum to add to. */
  private static final class Tails {

    private static final int TERMS = 16;
    private static final int WIDTH = 64;

    /** Between them these leave every height of tile as a remainder. */
    private static final int[] ROWS = {9, 11, 15, 21, 23, 25, 43, 47};

    private final int[] rows = new Multiples().of(WIDTH, WIDTH);
    private final int[] terms = new Multiples().of(1, WIDTH);
    private final float[] a = new float[WIDTH * WIDTH];
    private final float[] b = new float[WIDTH * WIDTH];
    private final float[] c = new float[WIDTH * WIDTH];
    private int partial;

    private Tails() {
      Arrays.fill(a, 1e-3f);
      Arrays.fill(b, 1e-3f);
    }

    void run() {
      int lanes = VectorProducts.LANES;
      partial = partial % (lanes - 1) + 1;
      for (int height : ROWS) {
        for (int vectors = 1; vectors <= Tiles.WIDEST; vectors++) {
          panel(vectors, vectors * lanes, height);
        }
        panel(1, partial, height);
      }
    }

    private void panel(int vectors, int columns, int height) {
      for (int i = 0; i < 2; i++) {
        Tiles.panel(
            vectors, columns, height, 0, TERMS, a, 0, rows, terms, b, 0, rows, c, 0, WIDTH, i > 0);
      }
    }
  }
}
