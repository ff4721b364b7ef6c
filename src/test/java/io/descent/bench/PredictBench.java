package io.descent.bench;

import com.sun.management.ThreadMXBean;
import io.descent.engine.Predictor;
import io.descent.engine.Trainer;
import io.descent.engine.kernel.KernelProvider;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * Microseconds of a single prediction, softmax included, and the bytes it allocates: one JSON line
 * a job. Argument: jobs, such as {@code ac}.
 */
final class PredictBench {

  private static final int CALLS = 20_000;
  private static final int WARM_ROUNDS = 5;
  private static final int ROUNDS = 5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private PredictBench() {}

  public static void main(String[] args) throws Exception {
    Warm.up();
    for (char letter : args[0].toUpperCase(Locale.ROOT).toCharArray()) {
      measure(BenchJob.valueOf(String.valueOf(letter)));
    }
  }

  private static void measure(BenchJob job) throws Exception {
    BenchData data = job.data();
    Trainer trainer = Trainer.start(job.model(), job.plan(), data.train(), data.none());
    Predictor predictor = trainer.network().predictor(1);
    float[] input = new float[data.train().inputs()];
    float[] output = new float[predictor.outputs()];
    long[] nanos = new long[CALLS];
    double[] medians = new double[ROUNDS];
    double best = Double.MAX_VALUE;
    long allocated = 0;
    for (int round = -WARM_ROUNDS; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        data.train().input(i % data.train().rows(), input, 0);
        long start = System.nanoTime();
        predictor.predict(input, 1, output);
        predictor.activateInPlace(output, 1);
        nanos[i] = System.nanoTime() - start;
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      Arrays.sort(nanos);
      if (round >= 0) {
        medians[round] = nanos[CALLS / 2] / 1e3;
        best = Math.min(best, nanos[CALLS / 100] / 1e3);
      }
    }
    Arrays.sort(medians);
    System.out.printf(
        Locale.ROOT,
        "{\"peer\":\"descent-%s\",\"job\":\"infer-%s\",\"threads\":1,\"median_us\":%.2f,"
            + "\"best_us\":%.2f,\"bytes\":%d}%n",
        KernelProvider.current().name(),
        job.name().toLowerCase(Locale.ROOT),
        medians[ROUNDS / 2],
        best,
        allocated / CALLS);
  }
}
