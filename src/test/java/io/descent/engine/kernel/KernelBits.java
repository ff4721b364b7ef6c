package io.descent.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Every operation of {@link Kernels} at sizes off the width of lanes, to compare results across
 * kernels; as a program, a hash over all results, to compare them across JVMs.
 */
final class KernelBits {

  /** One call of an operation. */
  interface Call {
    /** Runs it on inputs of its own, and gives back what it wrote. */
    float[][] results(Kernels kernels);
  }

  record Case(String name, Call call) {}

  private static final int[] LENGTHS = {1, 3, 7, 8, 13, 16, 64, 207};

  private final List<Case> cases = new ArrayList<>();

  private KernelBits() {}

  public static void main(String[] args) {
    System.out.println("bits " + hash(kernels(args[0])));
  }

  private static Kernels kernels(String name) {
    return switch (name) {
      case "control" -> new ControlKernels();
      case "plain" -> new PlainKernels();
      case "vector" -> VectorKernels.always();
      default -> throw new IllegalArgumentException(name);
    };
  }

  static List<Case> cases() {
    KernelBits bits = new KernelBits();
    bits.pixels();
    bits.products();
    bits.productsWithZeros();
    bits.convolutions();
    bits.pooling();
    for (int n : LENGTHS) {
      bits.elementwise(n);
      bits.updates(n);
      bits.rows(5, n, n);
      bits.rows(3, n, (n + 15) / 16 * 16);
    }
    bits.rows(1030, 5, 7);
    return bits.cases;
  }

  static String hash(Kernels kernels) {
    long hash = 17;
    for (Case each : cases()) {
      for (float[] result : each.call.results(kernels)) {
        for (float value : result) {
          hash = hash * 31 + Float.floatToIntBits(value);
        }
      }
    }
    return Long.toHexString(hash);
  }

  private void add(String name, int size, BiConsumer<Kernels, float[]> operation) {
    cases.add(
        new Case(
            name + " " + size,
            kernels -> {
              float[] result = new float[size];
              operation.accept(kernels, result);
              return new float[][] {result};
            }));
  }

  private void pixels() {
    byte[] bytes = new byte[1000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    for (int n : new int[] {1, 5, 15, 16, 17, 255, 784}) {
      add("pixels", n + 2, (q, y) -> q.pixels(n, bytes, 3, y, 1));
      byte[] packed = KernelsContract.packed(n, KernelsContract.margins(n));
      add("unpacked", n, (q, y) -> unpack(q, n, packed, y));
    }
  }

  private static void unpack(Kernels kernels, int n, byte[] packed, float[] y) {
    byte[] pixels = new byte[n];
    kernels.unpack(n, packed, 2, pixels, 0);
    kernels.pixels(n, pixels, 0, y, 0);
  }

  /** Of 70 rows of 80 pixels, of which one in eleven is not zero. */
  private void productsWithZeros() {
    int n = 64;
    byte[] pixels = new byte[70 * 80];
    for (int i = 0; i < pixels.length; i += 11) {
      pixels[i] = (byte) (1 + i % 255);
    }
    float[] a = new float[pixels.length];
    new ControlKernels().pixels(a.length, pixels, 0, a, 0);
    float[] b = KernelsContract.noise(80 * n, 3);
    add("nn with zeros", 70 * n, (q, c) -> q.nn(70, n, 80, a, 80, b, n, c, n));
    add("tn with zeros", 80 * n, (q, c) -> q.tn(80, n, 70, a, 80, b, n, c, n));
    add("nt with zeros", 70 * n, (q, c) -> q.nt(70, n, 80, a, 80, b, 80, c, n));
    add("nn of pixels", 70 * n, (q, c) -> q.nnOfPixels(70, n, batch(pixels), b, n, c, n));
    add("tn of pixels", 80 * n, (q, c) -> q.tnOfPixels(n, 70, batch(pixels), b, n, c, n));
  }

  private static PixelBatch batch(byte[] pixels) {
    PixelBatch batch = new PixelBatch(80, new float[pixels.length]);
    System.arraycopy(pixels, 0, batch.fill(), 0, pixels.length);
    return batch;
  }

  private void products() {
    int[][] sizes = {
      {1, 1, 1}, {3, 7, 5}, {13, 8, 64}, {47, 10, 9}, {16, 64, 13}, {9, 207, 20}, {5, 3, 1030}
    };
    for (int[] s : sizes) {
      int m = s[0];
      int n = s[1];
      int k = s[2];
      float[] a = KernelsContract.noise(m * k, 1);
      float[] b = KernelsContract.noise(k * n, 2);
      add("nn", m * n, (q, c) -> q.nn(m, n, k, a, k, b, n, c, n));
      add("tn", m * n, (q, c) -> q.tn(m, n, k, a, m, b, n, c, n));
      add("nt", m * n, (q, c) -> q.nt(m, n, k, a, k, b, k, c, n));
    }
  }

  private void convolutions() {
    convolutions(KernelsContract.window(1, 9, 9, 16, 5, 5, 1, 1, 0, 0), 2);
    convolutions(KernelsContract.window(3, 6, 7, 5, 3, 2, 2, 1, 1, 1), 3);
  }

  private void convolutions(Window w, int samples) {
    float[] x = KernelsContract.noise(samples * w.in().size(), 3);
    float[] weights = KernelsContract.noise(w.taps() * w.in().channels() * w.out().stride(), 4);
    float[] dy = KernelsContract.noise(samples * w.out().size(), 5);
    int outputs = samples * w.out().positions();
    int taps = w.taps() * w.in().channels();
    int inputs = samples * w.in().positions();
    map("convolve", w.out(), outputs, (q, y) -> q.convolve(w, samples, x, weights, y));
    map("dW", w.out(), taps, (q, dw) -> q.convolveWeightGradient(w, samples, x, dy, dw));
    map("dx", w.in(), inputs, (q, dx) -> q.convolveInputGradient(w, samples, dy, weights, dx));
  }

  /** As {@link #add}, without what lies in padding. */
  private void map(String name, FeatureMap map, int rows, BiConsumer<Kernels, float[]> operation) {
    add(
        name,
        rows * map.channels(),
        (q, result) -> {
          float[] padded = new float[rows * map.stride()];
          operation.accept(q, padded);
          for (int i = 0; i < rows; i++) {
            System.arraycopy(padded, i * map.stride(), result, i * map.channels(), map.channels());
          }
        });
  }

  private void pooling() {
    pooling(KernelsContract.window(16, 8, 8, 16, 2, 2, 2, 2, 0, 0), 3);
    pooling(KernelsContract.window(5, 7, 9, 5, 3, 2, 2, 1, 0, 0), 2);
    pooling(KernelsContract.window(33, 5, 5, 33, 2, 2, 3, 3, 0, 0), 2);
    pooling(KernelsContract.window(1, 6, 6, 1, 2, 2, 2, 2, 0, 0), 2);
  }

  private void pooling(Window w, int samples) {
    int inputs = samples * w.in().size();
    int outputs = samples * w.out().size();
    float[] x = KernelsContract.noise(inputs, 6);
    float[] dy = KernelsContract.noise(outputs, 7);
    int[] winners = new int[outputs];
    add("maxPool", outputs, (q, y) -> q.maxPool(w, samples, x, y, winners));
    add(
        "argmax",
        outputs,
        (q, y) -> {
          int[] argmax = new int[outputs];
          q.maxPool(w, samples, x, new float[outputs], argmax);
          for (int i = 0; i < outputs; i++) {
            y[i] = argmax[i];
          }
        });
    add("maxPoolGradient", inputs, (q, dx) -> q.maxPoolGradient(w, samples, dy, winners, dx));
    add("averagePool", outputs, (q, y) -> q.averagePool(w, samples, x, y));
    add("averagePoolGradient", inputs, (q, dx) -> q.averagePoolGradient(w, samples, dy, dx));
  }

  private void elementwise(int n) {
    float[] x = wide(n, 8);
    float[] dy = KernelsContract.noise(n, 9);
    add("relu", n, (q, y) -> q.relu(n, x, y));
    add("reluGradient", n, (q, dx) -> q.reluGradient(n, x, dy, dx));
    add("leakyRelu", n, (q, y) -> q.leakyRelu(n, 0.01f, x, y));
    add("leakyReluGradient", n, (q, dx) -> q.leakyReluGradient(n, 0.01f, x, dy, dx));
    add("sigmoid", n, (q, y) -> q.sigmoid(n, x, y));
    add("sigmoidGradient", n, (q, dx) -> q.sigmoidGradient(n, x, dy, dx));
    add("tanh", n, (q, y) -> q.tanh(n, x, y));
    add("tanhGradient", n, (q, dx) -> q.tanhGradient(n, x, dy, dx));
    add("gelu", n, (q, y) -> q.gelu(n, x, y));
    add("geluGradient", n, (q, dx) -> q.geluGradient(n, x, dy, dx));
    add("geluTanh", n, (q, y) -> q.geluTanh(n, x, y));
    add("geluTanhGradient", n, (q, dx) -> q.geluTanhGradient(n, x, dy, dx));
    add(
        "scale",
        n,
        (q, y) -> {
          System.arraycopy(x, 0, y, 0, n);
          q.scaleInPlace(n, 0.3f, y);
        });
  }

  /** Values out to where exponentials end, and those that have a case of their own. */
  private static float[] wide(int n, int stream) {
    float[] values = KernelsContract.noise(n, stream);
    for (int i = 0; i < n; i++) {
      values[i] *= (i % 7 + 1) * (i % 11) * 2;
    }
    float[] special = {
      -0f, 0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-40f
    };
    for (int i = 0; i < special.length && i + 8 < n; i++) {
      values[i + 8] = special[i];
    }
    return values;
  }

  private void updates(int n) {
    float[] g = KernelsContract.noise(n, 10);
    update("sgd", n, (q, s) -> q.sgd(n, 0.1f, 1e-3f, s[0], g));
    update("momentum", n, (q, s) -> q.momentum(n, 0.1f, 0.9f, 1e-3f, s[0], g, s[1]));
    update("nesterov", n, (q, s) -> q.nesterov(n, 0.1f, 0.9f, 1e-3f, s[0], g, s[1]));
    update("adagrad", n, (q, s) -> q.adagrad(n, 0.1f, 1e-10f, 1e-3f, s[0], g, s[2]));
    update("rmsProp", n, (q, s) -> q.rmsProp(n, 0.1f, 0.99f, 0.01f, 1e-8f, 1e-3f, s[0], g, s[2]));
    update(
        "adam",
        n,
        (q, s) ->
            q.adam(
                n, 1e-3f, 1.1f, 0.9f, 0.1f, 0.999f, 1e-3f, 1e-8f, 1e-2f, 0.99f, s[0], g, s[1],
                s[2]));
  }

  private void update(String name, int n, BiConsumer<Kernels, float[][]> operation) {
    cases.add(
        new Case(
            name + " " + n,
            kernels -> {
              float[] second = KernelsContract.noise(n, 13);
              for (int i = 0; i < n; i++) {
                second[i] = Math.abs(second[i]);
              }
              float[][] state = {
                KernelsContract.noise(n, 11), KernelsContract.noise(n, 12), second
              };
              operation.accept(kernels, state);
              return state;
            }));
  }

  private void rows(int rows, int n, int ld) {
    float[] x = KernelsContract.noise(rows * ld, 14);
    float[] y = KernelsContract.noise(rows * ld, 15);
    float[] a = KernelsContract.noise(n, 16);
    float[] b = KernelsContract.noise(n, 17);
    float[] c = KernelsContract.noise(n, 18);
    add(
        "addRow",
        rows * ld,
        (q, z) -> {
          System.arraycopy(x, 0, z, 0, rows * ld);
          q.addRowInPlace(rows, n, a, z, ld);
        });
    add("columnSums", n, (q, s) -> q.columnSums(rows, n, x, ld, s));
    add("columnSquares", n, (q, s) -> q.columnSquares(rows, n, x, ld, a, s));
    add("columnProducts", n, (q, s) -> q.columnProducts(rows, n, x, y, ld, s));
    add("dropout", rows * ld, (q, z) -> q.dropout(rows, n, 77L << 40 | 5, 1 << 22, 2f, x, z, ld));
    add(
        "normalizeGradient",
        rows * ld,
        (q, dx) -> q.normalizeGradient(rows, n, ld, y, x, a, b, c, dx));
    cases.add(
        new Case(
            "normalize " + n,
            q -> {
              float[][] results = new float[2][rows * ld];
              q.normalize(rows, n, ld, x, a, b, c, a, results[0], results[1]);
              return results;
            }));
    cases.add(
        new Case(
            "softmax " + n,
            q -> {
              float[][] results = {new float[rows * ld], new float[rows], new float[rows]};
              q.softmax(rows, n, x, ld, results[0], ld, results[1], results[2]);
              return results;
            }));
    add(
        "addSquares",
        2 * Kernels.PARTIALS,
        (q, s) -> {
          double[] partials = new double[Kernels.PARTIALS];
          q.addSquares(rows * ld, x, partials);
          for (int i = 0; i < partials.length; i++) {
            s[2 * i] = (float) partials[i];
            s[2 * i + 1] = (float) (partials[i] - s[2 * i]);
          }
        });
  }
}
