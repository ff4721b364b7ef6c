package io.descent.bench;

import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.Samples;
import io.descent.engine.Trainer;
import io.descent.engine.TrainingPlan;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * Milliseconds of the processor per step when the rows of a batch or the widths of the hidden
 * layers double: one row of Markdown each. The last column is by how much the time grew, divided by
 * how much the floating point operations did. Argument: jobs, such as {@code abc}.
 */
final class ScaleBench {

  private static final int ROWS = 8192;
  private static final int LARGEST = 8;
  private static final int PASSES = 5;
  private static final double WARM_SECONDS = 0.7;
  private static final double PASS_SECONDS = 0.15;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BenchJob job;
  private final Samples train;
  private final Samples none;

  private ScaleBench(BenchJob job) throws Exception {
    this.job = job;
    BenchData data = job.data();
    train = data.first(ROWS);
    none = data.none();
  }

  public static void main(String[] args) throws Exception {
    Warm.up();
    System.out.println(
        "| job | times | ms a step | GFLOP a step | GFLOP/s | growth ÷ growth of FLOPs |\n"
            + "| --- | --- | --- | --- | --- | --- |");
    for (char letter : args[0].toUpperCase(Locale.ROOT).toCharArray()) {
      ScaleBench bench = new ScaleBench(BenchJob.valueOf(String.valueOf(letter)));
      bench.run(true);
      bench.run(false);
    }
  }

  private void run(boolean rows) {
    double lastSeconds = 0;
    double lastFlops = 0;
    for (int times = 1; times <= LARGEST; times *= 2) {
      ModelSpec model = job.model(rows ? 1 : times);
      TrainingPlan plan = job.plan(rows ? times : 1);
      double flops = plan.batchSize() * (double) flops(model);
      double seconds = seconds(model, plan);
      System.out.printf(
          Locale.ROOT,
          "| %s | %d × %s | %.3f | %.3f | %.1f | %s |%n",
          job.name().toLowerCase(Locale.ROOT),
          times,
          rows ? "rows" : "widths",
          seconds * 1e3,
          flops / 1e9,
          flops / seconds / 1e9,
          times == 1 ? "" : "%.2f".formatted(seconds / lastSeconds / (flops / lastFlops)));
      lastSeconds = seconds;
      lastFlops = flops;
    }
  }

  /**
   * Of a sample forward, and backward to the weights and, but for the first layer, to the input.
   */
  private static long flops(ModelSpec model) {
    long sum = 0;
    boolean first = true;
    for (Outline.Layer layer : Outline.of(model).layers()) {
      if (layer.parameters() > 0) {
        sum += layer.flops() * (first ? 2 : 3);
        first = false;
      }
    }
    return sum;
  }

  private double seconds(ModelSpec model, TrainingPlan plan) {
    Trainer trainer = Trainer.start(model, plan, train, none);
    double one = perStep(trainer, 3);
    one = perStep(trainer, (int) Math.ceil(WARM_SECONDS / one));
    double[] passes = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      passes[i] = perStep(trainer, (int) Math.ceil(PASS_SECONDS / one));
    }
    Arrays.sort(passes);
    return passes[PASSES / 2];
  }

  private static double perStep(Trainer trainer, int steps) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < steps; i++) {
      trainer.step();
    }
    return (THREADS.getCurrentThreadCpuTime() - start) * 1e-9 / steps;
  }
}
