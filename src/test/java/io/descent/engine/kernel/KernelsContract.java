package io.descent.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.provider.TestKernels;
import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What any kernels must do: give the bits of the control, at sizes off every width of lanes. */
abstract class KernelsContract {

  private static final int[] SIZES = {1, 3, 7, 8, 13, 16, 64, 207};

  private final Kernels control = TestKernels.control();
  private final Kernels kernels = kernels();

  protected abstract Kernels kernels();

  private interface Product {
    void run(
        Products kernels,
        int from,
        int to,
        int first,
        int end,
        int k,
        float[] a,
        int lda,
        float[] b,
        int ldb,
        float[] c,
        int ldc);
  }

  private interface Convolution {
    void run(Kernels kernels, float[] a, float[] b, float[] c);
  }

  @Test
  void everyByteIsDividedBy255AndRoundedOnce() {
    byte[] bytes = new byte[256 + 5];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i - 5);
    }
    float[] scaled = new float[256 + 4];

    kernels.pixels().scale(256, bytes, 5, scaled, 3);

    for (int i = 0; i < 256; i++) {
      assertThat(scaled[3 + i]).isEqualTo((float) (i / 255.0));
    }
    assertThat(scaled[2] + scaled[259]).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 64, 100, 511, 512, 513, 784, 1100})
  void packedPixelsAreThePixels(int n) {
    for (byte[] image : List.of(new byte[n], margins(n), full(n))) {
      byte[] expected = new byte[n + 1];
      System.arraycopy(image, 0, expected, 1, n);
      byte[] unpacked = new byte[n + 1];
      Arrays.fill(unpacked, 1, n + 1, (byte) 5);

      kernels.pixels().unpack(n, packed(n, image), 2, unpacked, 1);

      assertThat(unpacked).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 63, 100, 784})
  void packedRowsFollowOneAnother(int n) {
    byte[] packed = packed(n, margins(n));
    byte[] roomy = Arrays.copyOf(packed, packed.length + 64);
    int rows = 5;
    byte[] unpacked = new byte[1 + rows * n + 64];

    for (int r = 0; r < rows; r++) {
      kernels.pixels().unpack(n, roomy, 2, unpacked, 1 + r * n);
    }

    assertThat(unpacked[0]).isZero();
    for (int r = 0; r < rows; r++) {
      assertThat(Arrays.copyOfRange(unpacked, 1 + r * n, 1 + r * n + n))
          .containsExactly(margins(n));
    }
    assertThat(unpacked[1 + rows * n + 63]).isZero();
  }

  /** Pixels of which most are zero, but not the last. */
  static byte[] margins(int n) {
    byte[] image = new byte[n];
    for (int i = 0; i < n; i++) {
      image[i] = (byte) (i % 40 < 9 || i == n - 1 ? 200 + i : 0);
    }
    return image;
  }

  private static byte[] full(int n) {
    byte[] image = new byte[n];
    Arrays.fill(image, (byte) 255);
    return image;
  }

  /** Packed from the third byte on. */
  static byte[] packed(int n, byte[] image) {
    byte[] packed = new byte[2 + PackedPixels.size(n, image, 0)];
    Arrays.fill(packed, (byte) 77);
    assertThat(PackedPixels.pack(n, image, 0, packed, 2)).isEqualTo(packed.length);
    return packed;
  }

  @Test
  void productsHaveTheBitsOfTheControl() {
    for (int m : SIZES) {
      for (int n : SIZES) {
        for (int k : new int[] {1, 5, 64, 130}) {
          product(m, n, k);
        }
      }
    }
    product(3, 17, 1023);
    product(5, 10, 1024);
    product(9, 33, 1025);
    product(2, 520, 3000);
    product(64, 128, 784);
    product(19, 600, 300);
    product(530, 48, 140);
  }

  @Test
  void productsOfMatricesWithMarginsHaveTheBitsOfTheControl() {
    float[] a = noise(40 * 70, 31);
    for (int i = 0; i < a.length; i++) {
      a[i] = i % 40 % 9 > 2 || i / 40 % 16 > 4 ? i % 2 * -0f : a[i];
    }
    productsWithZeros(a);
  }

  /** Every third of the units fires, so that most terms are zero in some rows of a group only. */
  @Test
  void productsOfMatricesWithScatteredZerosHaveTheBitsOfTheControl() {
    float[] a = noise(40 * 70, 36);
    float[] fires = noise(a.length, 37);
    for (int i = 0; i < a.length; i++) {
      a[i] = fires[i] > 0.05f ? a[i] : i % 2 * -0f;
    }
    productsWithZeros(a);
  }

  private void productsWithZeros(float[] a) {
    for (int n : new int[] {64, 79, 128, 300}) {
      float[] b = noise(70 * n, 32);
      productsWithZeros(n, a, b);
      b[3 * n + 1] = Float.POSITIVE_INFINITY;
      productsWithZeros(n, a, b);
    }
  }

  /** Of 70 × 40 values and, where a sum is over 40, as many of b. */
  private void productsWithZeros(int n, float[] a, float[] b) {
    product(Products::nn, 70, n, 40, a, 40, b, n, n);
    product(Products::nn, 7, n, 40, a, 40, b, n, n);
    product(Products::tn, 40, n, 70, a, 40, b, n, n);
    product(Products::nt, 70, n, 40, a, 40, b, 40, n);
  }

  /** Two thirds are zero, and an infinity comes after the first hundreds of terms. */
  @Test
  void longSumsOfMatricesWithZerosHaveTheBitsOfTheControl() {
    longSums(37, 96);
    longSums(530, 64);
    longSums(19, 608);
  }

  private void longSums(int m, int n) {
    int k = 300;
    float[] a = noise(k * m, 38);
    for (int i = 0; i < a.length; i++) {
      a[i] = i % k % 3 == 0 ? a[i] : i % 2 * -0f;
    }
    float[] b = noise(k * n, 39);
    longSums(m, n, k, a, b);
    b[250 * n + n - 1] = Float.NEGATIVE_INFINITY;
    longSums(m, n, k, a, b);
  }

  private void longSums(int m, int n, int k, float[] a, float[] b) {
    product(Products::nn, m, n, k, a, k, b, n, n);
    product(Products::tn, m, n, k, a, m, b, n, n);
    product(Products::nt, m, n, k, a, k, b, k, n);
  }

  @Test
  void aRowWithAndWithoutZerosHasTheBitsOfTheControl() {
    for (int n : new int[] {3, 64, 79, 128, 300}) {
      for (int k : new int[] {7, 40, 784, 1500}) {
        float[] dense = noise(k, 33);
        float[] sparse = dense.clone();
        for (int i = 0; i < k; i++) {
          sparse[i] = i % 5 == 0 ? sparse[i] : i % 2 * -0f;
        }
        row(n, k, dense);
        row(n, k, sparse);
        row(n, k, new float[k]);
      }
    }
  }

  /** Of mostly zeros, of none, and with an infinity on the other side. */
  @Test
  void productsOfPixelsHaveTheBitsOfProductsOfTheirFloats() {
    for (int rows : new int[] {1, 20, 33, 64, 150}) {
      for (int columns : new int[] {5, 40, 64, 100, 784, 1100}) {
        for (int step : new int[] {1, 4, 11}) {
          for (int n : new int[] {10, 64, 128}) {
            pixels(rows, n, columns, step, 1f);
            pixels(rows, n, columns, step, Float.POSITIVE_INFINITY);
          }
        }
      }
    }
  }

  private void pixels(int rows, int n, int columns, int step, float some) {
    PixelBatch pixels = new PixelBatch(columns, new float[rows * columns]);
    byte[] bytes = pixels.fill();
    for (int i = 0; i < bytes.length; i += step) {
      bytes[i] = (byte) (1 + i % 255);
    }
    float[] a = new float[bytes.length];
    control.pixels().scale(a.length, bytes, 0, a, 0);
    float[] b = noise(columns * n, 41);
    b[b.length / 2] = some;
    float[] expected = new float[rows * n];
    float[] actual = noise(rows * n, 42);
    control.products().nn(0, rows, 0, n, columns, a, columns, b, n, expected, n);
    KernelBits.nn(kernels, 0, rows, n, pixels, b, actual);
    same(rows, n, n, actual, expected);
    float[] dy = noise(rows * n, 43);
    dy[dy.length / 2] = some;
    expected = new float[columns * n];
    actual = noise(columns * n, 44);
    control.products().tn(0, columns, 0, n, rows, a, columns, dy, n, expected, n);
    KernelBits.tn(kernels, 0, columns, n, pixels, dy, actual);
    same(columns, n, n, actual, expected);
  }

  private void row(int n, int k, float[] a) {
    float[] b = noise(k * n, 34);
    float[] expected = new float[n];
    float[] actual = noise(n, 35);
    control.products().nn(0, 1, 0, n, k, a, k, b, n, expected, n);
    kernels.products().row(0, n, n, k, a, b, n, actual);
    same(1, n, n, actual, expected);
    actual = noise(n, 35);
    int cut = n / 3;
    kernels.products().row(cut, n, n, k, a, b, n, actual);
    kernels.products().row(0, cut, n, k, a, b, n, actual);
    same(1, n, n, actual, expected);
  }

  private void product(int m, int n, int k) {
    int pad = (n + 15) / 16 * 16;
    int depth = (k + 15) / 16 * 16;
    int rows = (m + 15) / 16 * 16;
    product(Products::nn, m, n, k, noise(m * depth, 1), depth, noise(k * pad, 2), pad, pad);
    product(Products::tn, m, n, k, noise(k * rows, 3), rows, noise(k * pad, 4), pad, pad);
    product(Products::nt, m, n, k, noise(m * depth, 5), depth, noise(pad * depth, 6), depth, pad);
    product(Products::nn, m, n, k, noise(m * k, 7), k, noise(k * n, 8), n, n);
    product(Products::tn, m, n, k, noise(k * m, 9), m, noise(k * n, 10), n, n);
    product(Products::nt, m, n, k, noise(m * k, 11), k, noise(n * k, 12), k, n);
  }

  private void product(
      Product product, int m, int n, int k, float[] a, int lda, float[] b, int ldb, int ldc) {
    float[] expected = new float[m * ldc];
    float[] actual = noise(m * ldc, 13);
    product.run(control.products(), 0, m, 0, n, k, a, lda, b, ldb, expected, ldc);
    product.run(kernels.products(), 0, m, 0, n, k, a, lda, b, ldb, actual, ldc);
    same(m, n, ldc, actual, expected);
    if (n > 64) {
      actual = noise(m * ldc, 13);
      product.run(kernels.products(), 0, m, 64, n, k, a, lda, b, ldb, actual, ldc);
      product.run(kernels.products(), 0, m / 2, 0, 64, k, a, lda, b, ldb, actual, ldc);
      product.run(kernels.products(), m / 2, m, 0, 64, k, a, lda, b, ldb, actual, ldc);
      same(m, n, ldc, actual, expected);
    }
  }

  @Test
  void everyOperationHasTheBitsOfTheControl() {
    for (KernelBits.Case each : KernelBits.cases()) {
      float[][] expected = each.results(control);
      float[][] actual = each.results(kernels);
      for (int i = 0; i < expected.length; i++) {
        assertThat(bits(actual[i])).as(each.name()).containsExactly(bits(expected[i]));
      }
    }
  }

  /** What is shared out by outputs comes out as it does in one piece. */
  @Test
  void everyRangeOfOutputsHasTheBitsOfTheWhole() {
    for (KernelBits.Case each : KernelBits.cases()) {
      float[][] expected = each.results(kernels);
      float[][] actual = each.results(kernels, 0.1, 0.37, 0.65, 0.7);
      for (int i = 0; i < expected.length; i++) {
        assertThat(bits(actual[i])).as(each.name()).containsExactly(bits(expected[i]));
      }
    }
  }

  private static int[] bits(float[] values) {
    return IntStream.range(0, values.length).map(i -> Float.floatToIntBits(values[i])).toArray();
  }

  @Test
  void convolutionsHaveTheBitsOfTheControl() {
    convolve(window(1, 28, 28, 16, 5, 5, 1, 1, 0, 0), 3);
    convolve(window(16, 12, 12, 32, 5, 5, 1, 1, 0, 0), 2);
    convolve(window(3, 9, 9, 4, 3, 3, 2, 2, 1, 1), 5);
    convolve(window(2, 5, 6, 3, 3, 2, 2, 1, 1, 0), 7);
    convolve(window(1, 7, 5, 20, 1, 4, 3, 2, 0, 3), 2);
    convolve(window(48, 5, 4, 17, 5, 3, 1, 1, 2, 1), 1);
    convolve(window(5, 1, 1, 6, 1, 1, 1, 1, 0, 0), 13);
  }

  private void convolve(Window w, int samples) {
    float[] x = noise(samples * w.in().size(), 21);
    float[] weights = noise(w.taps() * w.in().channels() * w.out().stride(), 22);
    float[] dy = noise(samples * w.out().size(), 23);
    int taps = w.taps() * w.in().channels();
    compare(
        (q, a, b, c) -> q.convolutions().forward(0, samples, w, a, b, c),
        x,
        weights,
        samples * w.out().positions(),
        w.out());
    compare(
        (q, a, b, c) -> q.convolutions().weightGradient(0, taps, w, samples, a, b, c),
        x,
        dy,
        taps,
        w.out());
    compare(
        (q, a, b, c) -> q.convolutions().inputGradient(0, samples, w, a, b, c),
        dy,
        weights,
        samples * w.in().positions(),
        w.in());
  }

  private void compare(Convolution convolution, float[] a, float[] b, int rows, FeatureMap map) {
    float[] expected = new float[rows * map.stride()];
    float[] actual = noise(rows * map.stride(), 24);
    convolution.run(control, a, b, expected);
    convolution.run(kernels, a, b, actual);
    same(rows, map.channels(), map.stride(), actual, expected);
  }

  static Window window(
      int in, int height, int width, int out, int kh, int kw, int sh, int sw, int ph, int pw) {
    int oh = (height + 2 * ph - kh) / sh + 1;
    int ow = (width + 2 * pw - kw) / sw + 1;
    int stride = in == 1 ? 1 : (in + 15) / 16 * 16;
    return new Window(
        new FeatureMap(in, height, width, stride),
        new FeatureMap(out, oh, ow, (out + 15) / 16 * 16),
        kh,
        kw,
        sh,
        sw,
        ph,
        pw);
  }

  /** Values of both signs and of sizes from 2⁻⁸ to 1, some of them zero. */
  static float[] noise(int n, int stream) {
    float[] values = new float[n];
    long key = Noise.key(7, Purpose.WEIGHTS, stream, n);
    for (int i = 0; i < n; i++) {
      int bits = Noise.bits(key, i);
      float size = Math.scalb(1f, -(bits & 7));
      values[i] = (bits & 0x70) == 0 ? 0f : size * (bits >> 8) / (1 << 23);
    }
    return values;
  }

  protected static void same(int rows, int columns, int ld, float[] actual, float[] expected) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        assertThat(Float.floatToIntBits(actual[i * ld + j]))
            .as("row %d column %d of %d × %d", i, j, rows, columns)
            .isEqualTo(Float.floatToIntBits(expected[i * ld + j]));
      }
    }
  }
}
