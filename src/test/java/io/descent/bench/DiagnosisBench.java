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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the diagnosis costs a training: the processor's seconds of its epochs with it and without,
 * in turns of one training, so that both find the same weights at the same place in memory. One
 * JSON line a job. Arguments: jobs, such as {@code abcd}, and the seconds that each of them is to
 * take. A job reads the clock anyway, so both do.
 */
final class DiagnosisBench {

  /** Seconds of a turn: many epochs where they are short. */
  private static final double TURN = 0.25;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BenchJob job;
  private final BenchData data;
  private final Trainer trainer;
  private final Diagnosis diagnosis;
  private long shown;

  private DiagnosisBench(BenchJob job) throws IOException {
    this.job = job;
    data = job.data();
    trainer = Trainer.start(job.model(), job.plan(), data.train(), data.held());
    diagnosis = diagnosis();
  }

  public static void main(String[] args) throws IOException {
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 45;
    Warm.up();
    for (char letter : args[0].toUpperCase(Locale.ROOT).toCharArray()) {
      new DiagnosisBench(BenchJob.valueOf(String.valueOf(letter))).run(seconds);
    }
  }

  private void run(double seconds) {
    int epochs = epochs(seconds / 10);
    List<double[]> turns = new ArrayList<>();
    long start = System.nanoTime();
    while (turns.size() < 3 || System.nanoTime() - start < seconds * 0.9e9) {
      boolean first = turns.size() % 2 == 0;
      double early = seconds(first, epochs);
      double late = seconds(!first, epochs);
      turns.add(first ? new double[] {early, late} : new double[] {late, early});
    }
    print(epochs, turns);
    trainer.close();
  }

  /** As many as fill a turn, found while all gets warm. */
  private int epochs(double warming) {
    long start = System.nanoTime();
    int epochs = 1;
    double spent = seconds(true, epochs) + seconds(false, epochs);
    while (System.nanoTime() - start < warming * 1e9) {
      epochs = Math.max(1, (int) (epochs * 2 * TURN / spent));
      spent = seconds(true, epochs) + seconds(false, epochs);
    }
    return epochs;
  }

  /** The processor's, of the next epochs. */
  private double seconds(boolean judged, int epochs) {
    Unwatched.set(trainer, !judged);
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < epochs; i++) {
      train();
      EpochMetrics finished = trainer.finishedEpoch();
      long now = System.nanoTime();
      if (judged) {
        judge(finished, now);
      }
    }
    return (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
  }

  /** The judgement is written as often as a job shows it. */
  private void judge(EpochMetrics finished, long now) {
    diagnosis.add(epoch(finished));
    if (now - shown > 250_000_000) {
      show(diagnosis.judgement());
      shown = now;
    }
  }

  private Diagnosis diagnosis() {
    Baseline constant = new Baseline(0.1, 2.3);
    return new Diagnosis(
        new Diagnosis.Setting(
            Task.CLASSIFICATION,
            data.held().rows(),
            constant,
            constant,
            false,
            trainer.batches(),
            false));
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

  private void train() {
    Step step = trainer.step();
    while (step == Step.BATCH || step == Step.EVALUATION) {
      step = trainer.step();
    }
    if (step != Step.EPOCH) {
      throw new IllegalStateException("unexpected " + step);
    }
  }

  private void print(int epochs, List<double[]> turns) {
    double with = turns.stream().mapToDouble(it -> it[0]).sum();
    double without = turns.stream().mapToDouble(it -> it[1]).sum();
    double[] cost = turns.stream().mapToDouble(it -> 100 * (it[0] / it[1] - 1)).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "{\"kernel\":\"%s\",\"job\":\"%s\",\"epochs\":%d,\"with_s\":%.4f,\"without_s\":%.4f,"
            + "\"cost_percent\":%.2f,\"median\":%.2f,\"quartiles\":[%.2f,%.2f]}%n",
        KernelProvider.current().name(),
        job.name().toLowerCase(Locale.ROOT),
        epochs * turns.size(),
        with,
        without,
        100 * (with / without - 1),
        cost[cost.length / 2],
        cost[cost.length / 4],
        cost[cost.length - 1 - cost.length / 4]);
  }
}
