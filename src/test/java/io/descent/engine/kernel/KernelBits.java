package io.descent.engine.kernel;

import java.util.function.Consumer;

/** Prints a hash over the results of many operations, to compare kernels across JVMs. */
final class KernelBits {

  private final Kernels kernels;
  private long hash = 17;

  private KernelBits(Kernels kernels) {
    this.kernels = kernels;
  }

  public static void main(String[] args) {
    System.out.println("bits " + of(kernels(args[0])));
  }

  private static Kernels kernels(String name) {
    return switch (name) {
      case "control" -> new ControlKernels();
      case "plain" -> new PlainKernels();
      case "vector" -> VectorKernels.always();
      default -> throw new IllegalArgumentException(name);
    };
  }

  static String of(Kernels kernels) {
    KernelBits bits = new KernelBits(kernels);
    bits.products();
    bits.convolutions();
    return Long.toHexString(bits.hash);
  }

  private void take(float[] values) {
    for (float value : values) {
      hash = hash * 31 + Float.floatToIntBits(value);
    }
  }

  private void result(int size, Consumer<float[]> operation) {
    float[] result = new float[size];
    operation.accept(result);
    take(result);
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
      result(m * n, c -> kernels.nn(m, n, k, a, k, b, n, c, n));
      result(m * n, c -> kernels.tn(m, n, k, a, m, b, n, c, n));
      result(m * n, c -> kernels.nt(m, n, k, a, k, b, k, c, n));
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
    logical(
        w.out(), samples * w.out().positions(), c -> kernels.convolve(w, samples, x, weights, c));
    logical(
        w.out(),
        w.taps() * w.in().channels(),
        c -> kernels.convolveWeightGradient(w, samples, x, dy, c));
    logical(
        w.in(),
        samples * w.in().positions(),
        c -> kernels.convolveInputGradient(w, samples, dy, weights, c));
  }

  /** As {@link #result}, without what lies in padding. */
  private void logical(FeatureMap map, int rows, Consumer<float[]> operation) {
    float[] result = new float[rows * map.stride()];
    operation.accept(result);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < map.channels(); j++) {
        hash = hash * 31 + Float.floatToIntBits(result[i * map.stride() + j]);
      }
    }
  }
}
