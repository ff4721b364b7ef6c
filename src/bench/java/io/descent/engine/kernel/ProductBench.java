package io.descent.engine.kernel;

import io.descent.engine.kernel.provider.TestKernels;
import java.util.concurrent.TimeUnit;
import org.ojalgo.matrix.operation.MatrixOperation;
import org.ojalgo.matrix.store.R032Store;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Products side by side, on matrices without zeros. A product of m, n, k does 2 · m · n · k
 * floating point operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xbatch"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 25, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class ProductBench {

  @Param({"nn 64 128 784", "tn 784 128 64", "nn 128 512 784", "nt 128 512 512", "nn 64 10 128"})
  public String product = "";

  private final Products control = TestKernels.control().products();
  private final Products plain = TestKernels.plain().products();
  private final Products vector = TestKernels.vector().products();
  private int m;
  private int n;
  private int k;
  private float[] a = new float[0];
  private float[] b = new float[0];
  private float[] c = new float[0];

  @Setup
  public void fill() {
    String[] words = product.split(" ");
    m = Integer.parseInt(words[1]);
    n = Integer.parseInt(words[2]);
    k = Integer.parseInt(words[3]);
    a = KernelsContract.noise(m * k, 1);
    b = KernelsContract.noise(k * n, 2);
    c = new float[m * n];
    for (int i = 0; i < a.length; i++) {
      a[i] += 1f;
    }
    MatrixOperation.setAllOperationThresholds(Integer.MAX_VALUE);
  }

  private float[] multiply(Products kernels) {
    switch (product.charAt(0) + "" + product.charAt(1)) {
      case "nn" -> kernels.nn(0, m, 0, n, k, a, k, b, n, c, n);
      case "tn" -> kernels.tn(0, m, 0, n, k, a, m, b, n, c, n);
      default -> kernels.nt(0, m, 0, n, k, a, k, b, k, c, n);
    }
    return c;
  }

  @Benchmark
  public float[] control() {
    return multiply(control);
  }

  @Benchmark
  public float[] plain() {
    return multiply(plain);
  }

  @Benchmark
  public float[] vector() {
    return multiply(vector);
  }

  /** Of the same size, on stores of ojAlgo, in one thread. */
  @Benchmark
  public R032Store ojalgo() {
    R032Store left = R032Store.wrap(a, m);
    R032Store right = R032Store.wrap(b, k);
    R032Store result = R032Store.wrap(c, m);
    result.fillByMultiplying(left, right);
    return result;
  }
}
