package io.descent.engine.kernel;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.ojalgo.matrix.operation.MatrixOperation;
import org.ojalgo.matrix.store.R032Store;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Products side by side, on full matrices, beside the most that the processor's multiply-adders
 * give. A product of m, n, k does 2 · m · n · k floating point operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProductBench {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  /** Multiply-adds of one call of {@link #peak}, counted for vectors of 16 lanes. */
  private static final int PEAK_ROUNDS = 1000;

  @Param({"nn 64 128 784", "tn 784 128 64", "nn 128 512 784", "nt 128 512 512", "nn 64 10 128"})
  public String product = "";

  private final Kernels control = new ControlKernels();
  private final Kernels plain = new PlainKernels();
  private final Kernels vector = VectorKernels.always();
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

  private float[] multiply(Kernels kernels) {
    switch (product.charAt(0) + "" + product.charAt(1)) {
      case "nn" -> kernels.nn(m, n, k, a, k, b, n, c, n);
      case "tn" -> kernels.tn(m, n, k, a, m, b, n, c, n);
      default -> kernels.nt(m, n, k, a, k, b, k, c, n);
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

  /** 12 chains of multiply-adds in registers; a unit is 24 · lanes floating point operations. */
  @Benchmark
  @OperationsPerInvocation(PEAK_ROUNDS)
  public float peak() {
    FloatVector x = FloatVector.broadcast(S, a[0]);
    FloatVector y = FloatVector.broadcast(S, 1e-9f);
    FloatVector s0 = y;
    FloatVector s1 = y;
    FloatVector s2 = y;
    FloatVector s3 = y;
    FloatVector s4 = y;
    FloatVector s5 = y;
    FloatVector s6 = y;
    FloatVector s7 = y;
    FloatVector s8 = y;
    FloatVector s9 = y;
    FloatVector s10 = y;
    FloatVector s11 = y;
    for (int i = 0; i < PEAK_ROUNDS; i++) {
      s0 = x.fma(y, s0);
      s1 = x.fma(y, s1);
      s2 = x.fma(y, s2);
      s3 = x.fma(y, s3);
      s4 = x.fma(y, s4);
      s5 = x.fma(y, s5);
      s6 = x.fma(y, s6);
      s7 = x.fma(y, s7);
      s8 = x.fma(y, s8);
      s9 = x.fma(y, s9);
      s10 = x.fma(y, s10);
      s11 = x.fma(y, s11);
    }
    FloatVector low = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return low.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).lane(0);
  }
}
