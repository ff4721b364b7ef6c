package io.descent.bench;

import io.descent.engine.EpochMetrics;
import io.descent.engine.Task;
import io.descent.engine.Trainer;
import io.descent.engine.Trainer.Step;
import io.descent.engine.Unwatched;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.insight.Diagnosis;
import io.descent.insight.Diagnosis.Baseline;
import io.descent.insight.Judgement;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the diagnosis costs a training: the processor's seconds of the same epochs with it and
 * without, in turns, one JSON line a job. Arguments: jobs, such as {@code abcd}, and the seconds
 * that a turn is to take.
 */
final class DiagnosisBench {

  private static final int ROUNDS = 21;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BenchJob job;
  private final BenchData data;

  private DiagnosisBench(BenchJob job) throws IOException {
    this.job = job;
    data = job.data();
  }

  public static void main(String[] args) throws IOException {
    double turn = args.length > 1 ? Double.parseDouble(args[1]) : 2;
    Warm.up();
    for (char letter : args[0].toUpperCase(Locale.ROOT).toCharArray()) {
      new DiagnosisBench(BenchJob.valueOf(String.valueOf(letter))).run(turn);
    }
  }

  private void run(double turn) {
    int epochs = epochs(turn);
    double[] with = new double[ROUNDS];
    double[] without = new double[ROUNDS];
    double[] cost = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      if (i % 2 == 0) {
        with[i] = seconds(true, epochs);
        without[i] = seconds(false, epochs);
      } else {
        without[i] = seconds(false, epochs);
        with[i] = seconds(true, epochs);
      }
      cost[i] = 100 * (with[i] / without[i] - 1);
    }
    print(epochs, with, without, cost);
  }

  /** As many as fill a turn, found while the kernels get warm; the plan has one more at least. */
  private int epochs(double turn) {
    int most = job.plan().epochs() - 1;
    int epochs = 1;
    double spent = 0;
    while (spent < turn / 2 && epochs <= most / 2) {
      epochs *= 2;
      spent = seconds(true, epochs) + seconds(false, epochs);
    }
    return Math.clamp((long) (epochs * turn * 2 / spent), 1, most);
  }

  /** The processor's, of a training from its start on. */
  private double seconds(boolean judged, int epochs) {
    try (Trainer trainer = Trainer.start(job.model(), job.plan(), data.train(), data.held())) {
      if (judged) {
        return seconds(trainer, diagnosis(), epochs);
      }
      return seconds(Unwatched.of(trainer), epochs);
    }
  }

  private Diagnosis diagnosis() {
    Baseline constant = new Baseline(0.1, 2.3);
    return new Diagnosis(
        new Diagnosis.Setting(Task.CLASSIFICATION, data.held().rows(), constant, constant, false));
  }

  /** The judgement is written as often as a job shows it. */
  private static double seconds(Trainer trainer, Diagnosis diagnosis, int epochs) {
    long start = THREADS.getCurrentThreadCpuTime();
    long shown = System.nanoTime();
    for (int i = 0; i < epochs; i++) {
      train(trainer);
      diagnosis.add(epoch(trainer.finishedEpoch()));
      if (System.nanoTime() - shown > 250_000_000) {
        show(diagnosis.judgement());
        shown = System.nanoTime();
      }
    }
    return (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
  }

  private static double seconds(Trainer trainer, int epochs) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < epochs; i++) {
      train(trainer);
      trainer.finishedEpoch();
    }
    return (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
  }

  private static void show(Judgement judgement) {
    if (judgement.evidence().isEmpty()) {
      throw new IllegalStateException("a judgement without evidence");
    }
  }

  private static Diagnosis.Epoch epoch(EpochMetrics it) {
    return new Diagnosis.Epoch(
        it.epoch(),
        it.trainLoss(),
        it.trainScore(),
        it.validationLoss(),
        it.validationScore(),
        it.layers());
  }

  private static void train(Trainer trainer) {
    Step step = trainer.step();
    while (step == Step.BATCH || step == Step.EVALUATION) {
      step = trainer.step();
    }
    if (step != Step.EPOCH) {
      throw new IllegalStateException("unexpected " + step);
    }
  }

  private void print(int epochs, double[] with, double[] without, double[] cost) {
    for (double[] all : new double[][] {with, without, cost}) {
      Arrays.sort(all);
    }
    System.out.printf(
        Locale.ROOT,
        "{\"kernel\":\"%s\",\"job\":\"%s\",\"epochs\":%d,\"with_s\":%.4f,\"without_s\":%.4f,"
            + "\"cost_percent\":%.2f,\"quartiles\":[%.2f,%.2f]}%n",
        KernelProvider.current().name(),
        job.name().toLowerCase(Locale.ROOT),
        epochs,
        with[ROUNDS / 2],
        without[ROUNDS / 2],
        cost[ROUNDS / 2],
        cost[ROUNDS / 4],
        cost[ROUNDS - 1 - ROUNDS / 4]);
  }
}
