package io.descent.bench;

import io.descent.engine.Trainer;
import io.descent.engine.Trainer.Step;
import io.descent.engine.kernel.provider.KernelProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Samples a second in the engine: one JSON line a job. Arguments: jobs, such as {@code abcd}, how
 * many networks are trained beside each other, and the threads of each. Samples per second of the
 * processor are what would come out on a machine without other work.
 */
final class TrainBench {

  private static final int PASSES = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BenchJob job;
  private final BenchData data;

  private TrainBench(BenchJob job) throws IOException {
    this.job = job;
    data = job.data();
  }

  public static void main(String[] args) throws Exception {
    int networks = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    Warm.up();
    for (char letter : args[0].toUpperCase(Locale.ROOT).toCharArray()) {
      new TrainBench(BenchJob.valueOf(String.valueOf(letter))).run(networks, threads);
    }
  }

  private void run(int networks, int threads) throws Exception {
    List<Trainer> trainers = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      Trainer trainer =
          Trainer.start(
              job.model(), job.plan(), data.train(), data.none(), Optional.empty(), threads > 1);
      trainer.threads(threads);
      trainers.add(trainer);
    }
    double[] passes = new double[PASSES];
    double[] processor = new double[PASSES];
    try (ExecutorService pool = Executors.newFixedThreadPool(networks)) {
      together(pool, trainers, job.warm);
      for (int i = 0; i < PASSES; i++) {
        long start = System.nanoTime();
        double busy = together(pool, trainers, job.epochs);
        double seconds = (System.nanoTime() - start) * 1e-9;
        double samples = (double) networks * job.epochs * data.train().rows();
        passes[i] = samples / seconds;
        processor[i] = samples / busy;
      }
    }
    trainers.forEach(Trainer::close);
    print(networks, threads, passes, processor, trainers.getFirst());
  }

  /** The processor's seconds of all threads. */
  private static double together(ExecutorService pool, List<Trainer> trainers, int epochs)
      throws Exception {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (Trainer trainer : trainers) {
      tasks.add(
          () -> {
            long start = THREADS.getCurrentThreadCpuTime();
            train(trainer, epochs);
            return THREADS.getCurrentThreadCpuTime() - start;
          });
    }
    double nanos = 0;
    for (Future<Long> done : pool.invokeAll(tasks)) {
      nanos += done.get();
    }
    return nanos * 1e-9;
  }

  private static void train(Trainer trainer, int epochs) {
    for (int i = 0; i < epochs; i++) {
      Step step = trainer.step();
      while (step == Step.BATCH) {
        step = trainer.step();
      }
      if (step != Step.EPOCH) {
        throw new IllegalStateException("unexpected " + step);
      }
    }
  }

  private void print(
      int networks, int threads, double[] passes, double[] processor, Trainer trainer) {
    double[] sorted = passes.clone();
    Arrays.sort(sorted);
    Arrays.sort(processor);
    System.out.printf(
        Locale.ROOT,
        "{\"peer\":\"descent-%s\",\"job\":\"%s\",\"networks\":%d,\"threads\":%d,\"samples_per_s\":%.1f,"
            + "\"best\":%.1f,\"runs\":%s,\"accuracy\":%.4f,\"per_processor_s\":%.1f}%n",
        KernelProvider.current().name(),
        job.name().toLowerCase(Locale.ROOT),
        networks,
        threads,
        sorted[PASSES / 2],
        sorted[PASSES - 1],
        Arrays.toString(Arrays.stream(passes).mapToLong(Math::round).toArray()),
        accuracy(trainer),
        processor[PASSES / 2]);
  }

  private double accuracy(Trainer trainer) {
    int[] right = new int[1];
    float[] target = new float[1];
    trainer
        .network()
        .evaluate(
            data.held(),
            (outputs, row) -> {
              data.held().target(row, target, 0);
              int best = 0;
              for (int j = 1; j < outputs.length; j++) {
                best = outputs[j] > outputs[best] ? j : best;
              }
              right[0] += best == (int) target[0] ? 1 : 0;
            });
    return right[0] / (double) data.held().rows();
  }
}
