package io.descent.bench;

import com.sun.management.ThreadMXBean;
import io.descent.engine.Predictor;
import io.descent.engine.Samples;
import io.descent.engine.Trainer;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.model.onnx.BareOnnx;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Microseconds of a single prediction of encoded inputs, softmax included, in the engine and in
 * ONNX Runtime on the same exported network, in turns, and the bytes on the heap that one
 * allocates: a JSON line each. Argument: jobs, such as {@code ac}.
 */
final class PredictBench {

  private static final int CALLS = 5_000;
  private static final int WARM_ROUNDS = 5;
  private static final int ROUNDS = 7;
  private static final double CLOSE = 1e-5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final Forward forward;
  private final double[] medians = new double[ROUNDS];
  private double best = Double.MAX_VALUE;
  private long allocated;

  private PredictBench(String name, Forward forward) {
    this.name = name;
    this.forward = forward;
  }

  /** Probabilities of one input. */
  interface Forward {
    void answer(float[] input, float[] output) throws Exception;
  }

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
    byte[] file = BareOnnx.of(trainer.network(), predictor.outputs());
    try (OnnxRuntime runtime = new OnnxRuntime(file, job.model().inputShape())) {
      Forward engine =
          (input, output) -> {
            predictor.predict(input, 1, output);
            predictor.activateInPlace(output, 1);
          };
      List<PredictBench> both =
          List.of(
              new PredictBench("descent-" + KernelProvider.current().name(), engine),
              new PredictBench("onnxruntime-java", runtime));
      requireSameNumbers(both, data.train(), predictor.outputs());
      for (int round = -WARM_ROUNDS; round < ROUNDS; round++) {
        for (PredictBench bench : both) {
          bench.round(round, data.train(), predictor.outputs());
        }
      }
      both.forEach(bench -> bench.print(job));
    }
  }

  private static void requireSameNumbers(List<PredictBench> both, Samples samples, int outputs)
      throws Exception {
    float[] input = new float[samples.inputs()];
    float[] one = new float[outputs];
    float[] other = new float[outputs];
    for (int row = 0; row < 100; row++) {
      samples.input(row, input, 0);
      both.getFirst().forward.answer(input, one);
      both.getLast().forward.answer(input, other);
      for (int j = 0; j < outputs; j++) {
        if (!(Math.abs(one[j] - other[j]) < CLOSE)) {
          throw new IllegalStateException(
              "row %d: %s and %s".formatted(row, Arrays.toString(one), Arrays.toString(other)));
        }
      }
    }
  }

  private void round(int round, Samples samples, int outputs) throws Exception {
    float[] input = new float[samples.inputs()];
    float[] output = new float[outputs];
    long[] nanos = new long[CALLS];
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      samples.input(i % samples.rows(), input, 0);
      long start = System.nanoTime();
      forward.answer(input, output);
      nanos[i] = System.nanoTime() - start;
    }
    allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    Arrays.sort(nanos);
    if (round >= 0) {
      medians[round] = nanos[CALLS / 2] / 1e3;
      best = Math.min(best, nanos[CALLS / 100] / 1e3);
    }
  }

  private void print(BenchJob job) {
    String runs = Arrays.toString(medians);
    Arrays.sort(medians);
    System.out.printf(
        Locale.ROOT,
        "{\"peer\":\"%s\",\"job\":\"infer-%s\",\"threads\":1,\"median_us\":%.2f,"
            + "\"best_us\":%.2f,\"runs\":%s,\"bytes\":%d}%n",
        name,
        job.name().toLowerCase(Locale.ROOT),
        medians[ROUNDS / 2],
        best,
        runs,
        allocated / CALLS);
  }
}
