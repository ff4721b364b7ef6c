package io.descent.engine.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs each operation in lanes on small arrays until it is compiled. Steps come one after another,
 * each until it allocates nothing, so that the compiler is asked for little at a time. Then all of
 * them must go 200 rounds without an allocation, and the operation must beat its plain form. One
 * that takes long is left for a later pass, so that it does not hold up the others.
 *
 * <p>Steps visit every tile, every tail and both sides of every branch, since the compiler leaves
 * out what it has not seen.
 */
final class WarmUp implements Runnable {

  /**
   * @param work is timed
   */
  private record Exercise(KernelGroup group, List<Runnable> steps, Consumer<Kernels> work) {}

  private static final int QUIET_STEPS = 20;
  private static final int QUIET_ROUNDS = 200;
  private static final int TIMINGS = 15;
  private static final int PASSES = 10;
  private static final long FIRST_PATIENCE_NANOS = 20_000_000_000L;
  private static final long LAST_PATIENCE_NANOS = 60_000_000_000L;
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
        List.of(
            products(),
            rows(),
            activations(),
            pixels(),
            convolutions(),
            pooling(),
            pixelProducts());
    for (int pass = 0; pass < PASSES; pass++) {
      long patience = Math.min(FIRST_PATIENCE_NANOS << pass, LAST_PATIENCE_NANOS);
      for (Exercise exercise : exercises) {
        if (!exercise.group.ready() && compiles(exercise, patience)) {
          exercise.group.markReady();
        }
      }
    }
  }

  private boolean compiles(Exercise exercise, long patience) {
    long end = System.nanoTime() + patience;
    for (Runnable step : exercise.steps) {
      runUntilQuiet(List.of(step), QUIET_STEPS, end);
    }
    while (runUntilQuiet(exercise.steps, QUIET_ROUNDS, end)) {
      if (beatsPlain(exercise)) {
        return true;
      }
    }
    return false;
  }

  /** Whether so many rounds in a row allocated nothing before the end. */
  private static boolean runUntilQuiet(List<Runnable> steps, int rounds, long end) {
    int quiet = 0;
    while (quiet < rounds) {
      if (System.nanoTime() > end) {
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
    List<Runnable> steps = new ArrayList<>(new TileSteps().all());
    steps.add(() -> vector.nn(16, 64, 16, a, 64, b, 300, c, 300));
    float[] margins = new float[SIZE];
    margins[SIZE / 2] = 1f;
    for (int i = 0; i < 16 * 64; i += 5) {
      margins[i * 8 % 1000] = 1f;
    }
    steps.add(() -> vector.nn(13, 64, 40, margins, 64, b, 64, c, 64));
    steps.add(() -> vector.tn(13, 64, 40, margins, 64, b, 64, c, 64));
    steps.add(() -> vector.nt(5, 64, 33, a, 64, b, 64, c, 64));
    float[] panel = new float[SIZE];
    for (int vectors : new int[] {1, SparseTiles.WIDEST}) {
      steps.add(() -> PanelCopy.copy(40, vectors, a, 3, 300, panel));
    }
    for (float[] left : List.of(a, margins)) {
      steps.add(() -> vector.nn(17, 64, 140, left, 140, b, 64, c, 64));
      steps.add(() -> vector.tn(17, 64, 140, left, 64, b, 64, c, 64));
      steps.add(() -> vector.nt(17, 64, 140, left, 140, b, 140, c, 64));
    }
    return new Exercise(
        KernelGroup.PRODUCTS, steps, kernels -> kernels.nn(48, 64, 64, a, 64, b, 64, c, 64));
  }

  private Exercise pixelProducts() {
    List<Runnable> steps = new ArrayList<>();
    for (int columns : new int[] {40, 140}) {
      for (int lit : new int[] {1, 11}) {
        PixelBatch pixels = pixels(49, columns, lit);
        steps.add(() -> vector.nnOfPixels(49, 64, pixels, b, 64, c, 64));
        steps.add(() -> vector.tnOfPixels(64, 49, pixels, b, 64, c, 64));
      }
    }
    PixelBatch sparse = pixels(49, 140, 11);
    return new Exercise(
        KernelGroup.PIXEL_PRODUCTS,
        steps,
        kernels -> kernels.nnOfPixels(49, 64, sparse, b, 64, c, 64));
  }

  /** Of so many pixels one is not zero. */
  private static PixelBatch pixels(int rows, int columns, int lit) {
    PixelBatch batch = new PixelBatch(columns, new float[rows * columns]);
    byte[] pixels = batch.fill();
    for (int i = 0; i < pixels.length; i += lit) {
      pixels[i] = (byte) (1 + i % 255);
    }
    return batch;
  }

  private Exercise rows() {
    double[] partials = new double[Kernels.PARTIALS];
    List<Runnable> steps = new ArrayList<>();
    for (int columns : new int[] {29, 32, 35}) {
      steps.add(() -> vector.addRowInPlace(3, columns, a, c, 40));
      steps.add(() -> vector.columnSums(5, columns, a, 40, c));
      steps.add(() -> vector.columnSquares(5, columns, a, 40, b, c));
      steps.add(() -> vector.columnProducts(5, columns, a, b, 40, c));
      steps.add(() -> vector.normalize(3, columns, 40, a, b, b, b, b, c, d));
      steps.add(() -> vector.normalizeGradient(3, columns, 40, a, b, b, b, b, c));
      steps.add(() -> vector.softmax(3, columns, a, 40, c, 40, d, d));
      steps.add(() -> vector.addSquares(columns * 5, a, partials));
    }
    return new Exercise(
        KernelGroup.ROWS,
        steps,
        kernels -> {
          kernels.addRowInPlace(32, 50, a, c, 64);
          kernels.columnSums(32, 50, a, 64, c);
          kernels.softmax(32, 20, a, 32, c, 32, d, d);
        });
  }

  private Exercise activations() {
    int n = 131;
    List<Runnable> steps =
        List.of(
            () -> vector.relu(n, a, c),
            () -> vector.reluGradient(n, a, b, c),
            () -> vector.leakyRelu(n, 0.1f, a, c),
            () -> vector.sigmoid(n, a, c),
            () -> vector.tanh(n, a, c),
            () -> vector.gelu(n, a, c),
            () -> vector.geluGradient(n, a, b, c),
            () -> vector.geluTanh(n, a, c),
            () -> vector.geluTanhGradient(n, a, b, c),
            () -> vector.dropout(3, 35, 5, 1 << 22, 2f, a, c, 40));
    return new Exercise(KernelGroup.ACTIVATIONS, steps, kernels -> kernels.tanh(1000, a, c));
  }

  private Exercise pixels() {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) i;
    }
    Arrays.fill(bytes, 30, 300, (byte) 0);
    byte[] packed = new byte[SIZE];
    PackedPixels.pack(784, bytes, 0, packed, 3);
    byte[] unpacked = new byte[SIZE];
    byte[] tight = new byte[784];
    return new Exercise(
        KernelGroup.PIXELS,
        List.of(
            () -> vector.pixels(131, bytes, 1, c, 2),
            () -> vector.unpack(784, packed, 3, unpacked, 2),
            () -> vector.unpack(784, packed, 3, tight, 0)),
        kernels -> kernels.pixels(784, bytes, 0, c, 0));
  }

  private Exercise convolutions() {
    Window first = window(1, 12, 16, 5, 0);
    Window second = window(16, 6, 16, 3, 1);
    List<Runnable> steps =
        List.of(
            () -> vector.convolve(first, 1, a, b, c),
            () -> vector.convolveWeightGradient(first, 1, a, b, c),
            () -> vector.convolve(second, 1, a, b, c),
            () -> vector.convolveWeightGradient(second, 1, a, b, c),
            () -> vector.convolveInputGradient(second, 3, a, b, c));
    return new Exercise(
        KernelGroup.CONVOLUTIONS, steps, kernels -> kernels.convolve(second, 4, a, b, c));
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
    List<Runnable> steps = new ArrayList<>();
    for (Window window : List.of(wide, pool(32, 32))) {
      steps.add(() -> vector.maxPool(window, 2, a, c, winners));
      steps.add(() -> vector.maxPoolGradient(window, 2, b, winners, c));
      steps.add(() -> vector.averagePool(window, 2, a, c));
      steps.add(() -> vector.averagePoolGradient(window, 2, b, c));
    }
    return new Exercise(
        KernelGroup.POOLING,
        steps,
        kernels -> {
          kernels.maxPool(wide, 8, a, c, winners);
          kernels.maxPoolGradient(wide, 8, b, winners, c);
        });
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

  /** One step for each tile, with and without a sum to add to. */
  private static final class TileSteps {

    private static final int TERMS = 16;
    private static final int WIDTH = 64;

    /** Every height of a tile; one that a panel lacks is put together from others. */
    private static final int[] HEIGHTS = {6, 8, 12, 24, 25, 9, 4, 3, 2, 1};

    private final int[] rows = new OffsetTable().of(WIDTH, WIDTH);
    private final int[] terms = new StridedPairs().of(1, WIDTH, TERMS);
    private final float[] a = new float[WIDTH * WIDTH];
    private final float[] b = new float[WIDTH * WIDTH];
    private final float[] c = new float[WIDTH * WIDTH];
    private final int[] offsets = new OffsetTable().of(WIDTH, WIDTH);
    private final float[] panel = new float[WIDTH * WIDTH];
    private int partial;

    private TileSteps() {
      Arrays.fill(a, 1e-3f);
      Arrays.fill(b, 1e-3f);
    }

    List<Runnable> all() {
      int lanes = VectorProducts.LANES;
      List<Runnable> steps = new ArrayList<>();
      for (int height : HEIGHTS) {
        for (int vectors = Tiles.WIDEST; vectors >= 1; vectors--) {
          int width = vectors;
          steps.add(() -> panel(width, width * lanes, height));
        }
        steps.add(() -> panel(1, nextPart(lanes), height));
      }
      for (int height = SparseTiles.TALLEST; height > 0; height--) {
        for (int vectors = SparseTiles.WIDEST; vectors > 0; vectors--) {
          int rows = height;
          int width = vectors;
          steps.add(() -> sparse(rows, width));
        }
      }
      return steps;
    }

    private void sparse(int height, int vectors) {
      for (int i = 0; i < 2; i++) {
        SparseTiles.tile(height, vectors, 0, TERMS, offsets, a, panel, c, 0, WIDTH, i > 0);
      }
    }

    private int nextPart(int lanes) {
      partial = partial % (lanes - 1) + 1;
      return partial;
    }

    private void panel(int vectors, int columns, int height) {
      for (int i = 0; i < 2; i++) {
        Tiles.panel(
            vectors, columns, height, 0, TERMS, terms, a, 0, rows, b, 0, c, 0, WIDTH, i > 0);
      }
    }
  }
}
