package io.descent.engine.kernel;

import io.descent.engine.kernel.provider.TestKernels;
import java.util.ArrayList;
import java.util.List;

/**
 * Every operation of {@link Kernels} at sizes off the width of lanes, to compare results across
 * kernels; as a program, a hash over all results, to compare them across JVMs.
 */
final class KernelBits {

  /** An operation on a range of its outputs. */
  interface Operation {
    void run(Kernels kernels, int from, int to, float[][] results);
  }

  /** What an operation starts from and writes over, made anew for each call. */
  interface Results {
    float[][] make();
  }

  /**
   * @param outputs the range that holds all of them
   */
  record Case(String name, int outputs, Results results, Operation operation) {

    /** What the operation wrote, over ranges that end at these shares of its outputs. */
    float[][] results(Kernels kernels, double... cuts) {
      float[][] written = results.make();
      int from = 0;
      for (double cut : cuts) {
        int to = (int) (cut * outputs);
        if (from < to) {
          operation.run(kernels, from, to, written);
          from = to;
        }
      }
      operation.run(kernels, from, outputs, written);
      return written;
    }
  }

  private static final int[] LENGTHS = {1, 3, 7, 8, 13, 16, 64, 207};

  private final List<Case> cases = new ArrayList<>();

  private KernelBits() {}

  public static void main(String[] args) {
    System.out.println("bits " + hash(TestKernels.named(args[0])));
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
      for (float[] result : each.results(kernels)) {
        for (float value : result) {
          hash = hash * 31 + Float.floatToIntBits(value);
        }
      }
    }
    return Long.toHexString(hash);
  }

  /** An operation with one result. */
  private interface Single {
    void run(Kernels kernels, int from, int to, float[] result);
  }

  private void add(String name, int size, int outputs, Single operation) {
    add(name, outputs, () -> new float[][] {new float[size]}, operation);
  }

  private void add(String name, int outputs, Results results, Single operation) {
    cases.add(
        new Case(name, outputs, results, (q, from, to, y) -> operation.run(q, from, to, y[0])));
  }

  private void pixels() {
    byte[] bytes = new byte[1000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    for (int n : new int[] {1, 5, 15, 16, 17, 255, 784}) {
      add(
          "pixels " + n,
          n + 2,
          n,
          (q, from, to, y) -> q.pixels().scale(to - from, bytes, 3 + from, y, 1 + from));
      byte[] packed = KernelsContract.packed(n, KernelsContract.margins(n));
      add("unpacked " + n, n, 1, (q, from, to, y) -> unpack(q, n, packed, y));
    }
  }

  private static void unpack(Kernels kernels, int n, byte[] packed, float[] y) {
    byte[] pixels = new byte[n];
    kernels.pixels().unpack(n, packed, 2, pixels, 0);
    kernels.pixels().scale(n, pixels, 0, y, 0);
  }

  /** Of 70 rows of 80 pixels, of which one in eleven is not zero. */
  private void productsWithZeros() {
    int n = 64;
    byte[] pixels = new byte[70 * 80];
    for (int i = 0; i < pixels.length; i += 11) {
      pixels[i] = (byte) (1 + i % 255);
    }
    float[] a = new float[pixels.length];
    TestKernels.control().pixels().scale(a.length, pixels, 0, a, 0);
    float[] b = KernelsContract.noise(80 * n, 3);
    add(
        "nn with zeros",
        70 * n,
        70,
        (q, from, to, c) -> q.products().nn(from, to, 0, n, 80, a, 80, b, n, c, n));
    add(
        "tn with zeros",
        80 * n,
        80,
        (q, from, to, c) -> q.products().tn(from, to, 0, n, 70, a, 80, b, n, c, n));
    add(
        "nt with zeros",
        70 * n,
        70,
        (q, from, to, c) -> q.products().nt(from, to, 0, n, 80, a, 80, b, 80, c, n));
    add("nn of pixels", 70 * n, 70, (q, from, to, c) -> nn(q, from, to, n, batch(pixels), b, c));
    add("tn of pixels", 80 * n, 80, (q, from, to, c) -> tn(q, from, to, n, batch(pixels), b, c));
  }

  private static PixelBatch batch(byte[] pixels) {
    PixelBatch batch = new PixelBatch(80, new float[pixels.length]);
    System.arraycopy(pixels, 0, batch.fill(), 0, pixels.length);
    return batch;
  }

  /** A product of pixels, or of their floats. */
  static void nn(Kernels q, int from, int to, int n, PixelBatch a, float[] b, float[] c) {
    if (!q.pixelProducts().nn(from, to, n, a, b, n, c, n)) {
      int columns = a.columns();
      float[] floats = a.floats(c.length / n, q.pixels());
      q.products().nn(from, to, 0, n, columns, floats, columns, b, n, c, n);
    }
  }

  /** The same where pixels are transposed. */
  static void tn(Kernels q, int from, int to, int n, PixelBatch a, float[] b, float[] c) {
    int rows = a.bytes().length / a.columns();
    if (!q.pixelProducts().tn(from, to, n, rows, a, b, n, c, n)) {
      float[] floats = a.floats(rows, q.pixels());
      q.products().tn(from, to, 0, n, rows, floats, a.columns(), b, n, c, n);
    }
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
      String size = " " + m + " " + n + " " + k;
      add(
          "nn" + size,
          m * n,
          m,
          (q, from, to, c) -> q.products().nn(from, to, 0, n, k, a, k, b, n, c, n));
      add(
          "tn" + size,
          m * n,
          m,
          (q, from, to, c) -> q.products().tn(from, to, 0, n, k, a, m, b, n, c, n));
      add("row" + size, n, n, (q, from, to, c) -> q.products().row(from, to, n, k, a, b, n, c));
      add(
          "nt" + size,
          m * n,
          m,
          (q, from, to, c) -> q.products().nt(from, to, 0, n, k, a, k, b, k, c, n));
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
    map(
        "convolution",
        w.out(),
        outputs,
        samples,
        (q, from, to, y) -> q.convolutions().forward(from, to, w, x, weights, y));
    map(
        "dW",
        w.out(),
        taps,
        taps,
        (q, from, to, dw) -> q.convolutions().weightGradient(from, to, w, samples, x, dy, dw));
    map(
        "dx",
        w.in(),
        inputs,
        samples,
        (q, from, to, dx) -> q.convolutions().inputGradient(from, to, w, dy, weights, dx));
  }

  /** As {@link #add}, without what lies in padding. */
  private void map(String name, FeatureMap map, int rows, int outputs, Single operation) {
    int channels = map.channels();
    add(
        name + " " + rows,
        rows * channels,
        outputs,
        (q, from, to, result) -> {
          float[] padded = new float[rows * map.stride()];
          copy(rows, channels, result, channels, padded, map.stride());
          operation.run(q, from, to, padded);
          copy(rows, channels, padded, map.stride(), result, channels);
        });
  }

  private static void copy(int rows, int columns, float[] x, int ldx, float[] y, int ldy) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, i * ldx, y, i * ldy, columns);
    }
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
    add("max", outputs, samples, (q, from, to, y) -> q.pooling().max(from, to, w, x, y, winners));
    add(
        "argmax",
        outputs,
        samples,
        (q, from, to, y) -> {
          int[] argmax = new int[outputs];
          q.pooling().max(from, to, w, x, new float[outputs], argmax);
          for (int i = from * w.out().size(); i < to * w.out().size(); i++) {
            y[i] = argmax[i];
          }
        });
    add(
        "maxGradient",
        inputs,
        samples,
        (q, from, to, dx) -> q.pooling().maxGradient(from, to, w, dy, winners, dx));
    add("average", outputs, samples, (q, from, to, y) -> q.pooling().average(from, to, w, x, y));
    add(
        "averageGradient",
        inputs,
        samples,
        (q, from, to, dx) -> q.pooling().averageGradient(from, to, w, dy, dx));
  }

  /** An activation or its gradient. */
  private interface Elementwise {
    void run(Activations kernels, int from, int to, float[] result);
  }

  private void elementwise(int n) {
    float[] x = wide(n, 8);
    float[] dy = KernelsContract.noise(n, 9);
    activation("relu", n, (q, from, to, y) -> q.relu(from, to, x, y));
    activation("reluGradient", n, (q, from, to, dx) -> q.reluGradient(from, to, x, dy, dx));
    activation("leakyRelu", n, (q, from, to, y) -> q.leakyRelu(from, to, 0.01f, x, y));
    activation(
        "leakyReluGradient",
        n,
        (q, from, to, dx) -> q.leakyReluGradient(from, to, 0.01f, x, dy, dx));
    activation("sigmoid", n, (q, from, to, y) -> q.sigmoid(from, to, x, y));
    activation("sigmoidGradient", n, (q, from, to, dx) -> q.sigmoidGradient(from, to, x, dy, dx));
    activation("tanh", n, (q, from, to, y) -> q.tanh(from, to, x, y));
    activation("tanhGradient", n, (q, from, to, dx) -> q.tanhGradient(from, to, x, dy, dx));
    activation("gelu", n, (q, from, to, y) -> q.gelu(from, to, x, y));
    activation("geluGradient", n, (q, from, to, dx) -> q.geluGradient(from, to, x, dy, dx));
    activation("geluTanh", n, (q, from, to, y) -> q.geluTanh(from, to, x, y));
    activation("geluTanhGradient", n, (q, from, to, dx) -> q.geluTanhGradient(from, to, x, dy, dx));
    add(
        "scale " + n,
        n,
        () -> new float[][] {x.clone()},
        (q, from, to, y) -> q.updates().scaleInPlace(from, to, 0.3f, y));
  }

  private void activation(String name, int n, Elementwise operation) {
    add(name + " " + n, n, n, (q, from, to, y) -> operation.run(q.activations(), from, to, y));
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

  /** A rule of an optimizer, which moves weights and what it remembers. */
  private interface Rule {
    void run(Updates kernels, int from, int to, float[][] state);
  }

  private void updates(int n) {
    float[] g = KernelsContract.noise(n, 10);
    update("sgd", n, (q, from, to, s) -> q.sgd(from, to, 0.1f, 1e-3f, s[0], g));
    update(
        "momentum", n, (q, from, to, s) -> q.momentum(from, to, 0.1f, 0.9f, 1e-3f, s[0], g, s[1]));
    update(
        "nesterov", n, (q, from, to, s) -> q.nesterov(from, to, 0.1f, 0.9f, 1e-3f, s[0], g, s[1]));
    update(
        "adagrad", n, (q, from, to, s) -> q.adagrad(from, to, 0.1f, 1e-10f, 1e-3f, s[0], g, s[2]));
    update(
        "rmsProp",
        n,
        (q, from, to, s) -> q.rmsProp(from, to, 0.1f, 0.99f, 0.01f, 1e-8f, 1e-3f, s[0], g, s[2]));
    update(
        "adam",
        n,
        (q, from, to, s) ->
            q.adam(
                from, to, 1e-3f, 1.1f, 0.9f, 0.1f, 0.999f, 1e-3f, 1e-8f, 1e-2f, 0.99f, s[0], g,
                s[1], s[2]));
  }

  private void update(String name, int n, Rule rule) {
    cases.add(
        new Case(
            name + " " + n,
            n,
            () -> state(n),
            (q, from, to, state) -> rule.run(q.updates(), from, to, state)));
  }

  private static float[][] state(int n) {
    float[] second = KernelsContract.noise(n, 13);
    for (int i = 0; i < n; i++) {
      second[i] = Math.abs(second[i]);
    }
    return new float[][] {KernelsContract.noise(n, 11), KernelsContract.noise(n, 12), second};
  }

  private void rows(int rows, int n, int ld) {
    String size = " " + rows + " " + n;
    float[] x = KernelsContract.noise(rows * ld, 14);
    float[] y = KernelsContract.noise(rows * ld, 15);
    float[] a = KernelsContract.noise(n, 16);
    float[] b = KernelsContract.noise(n, 17);
    float[] c = KernelsContract.noise(n, 18);
    add(
        "addRow" + size,
        rows,
        () -> new float[][] {x.clone()},
        (q, from, to, z) -> q.rows().addRowInPlace(from, to, n, a, z, ld));
    add(
        "columnSums" + size,
        n,
        n,
        (q, from, to, s) -> q.rows().columnSums(from, to, rows, x, ld, s));
    add(
        "columnSquares" + size,
        n,
        n,
        (q, from, to, s) -> q.rows().columnSquares(from, to, rows, x, ld, a, s));
    add(
        "columnProducts" + size,
        n,
        n,
        (q, from, to, s) -> q.rows().columnProducts(from, to, rows, x, y, ld, s));
    add(
        "dropout" + size,
        rows * ld,
        rows,
        (q, from, to, z) ->
            q.activations().dropout(from, to, n, 77L << 40 | 5, 1 << 22, 2f, x, z, ld));
    add(
        "normalizeGradient" + size,
        rows * ld,
        rows,
        (q, from, to, dx) -> q.rows().normalizeGradient(from, to, n, ld, y, x, a, b, c, dx));
    cases.add(
        new Case(
            "normalize" + size,
            rows,
            () -> new float[2][rows * ld],
            (q, from, to, z) -> q.rows().normalize(from, to, n, ld, x, a, b, c, a, z[0], z[1])));
    cases.add(
        new Case(
            "softmax" + size,
            rows,
            () -> new float[][] {new float[rows * ld], new float[rows], new float[rows]},
            (q, from, to, z) -> q.rows().softmax(from, to, n, x, ld, z[0], ld, z[1], z[2])));
    add(
        "addSquares" + size,
        2 * Rows.PARTIALS,
        1,
        (q, from, to, s) -> addSquares(q, rows * ld, x, s));
  }

  private static void addSquares(Kernels kernels, int n, float[] x, float[] result) {
    double[] partials = new double[Rows.PARTIALS];
    kernels.rows().addSquares(n, x, partials);
    for (int i = 0; i < partials.length; i++) {
      result[2 * i] = (float) partials[i];
      result[2 * i + 1] = (float) (partials[i] - result[2 * i]);
    }
  }
}
