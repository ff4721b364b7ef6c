package io.descent.run;

import io.descent.engine.EarlyStopping;
import io.descent.engine.EpochMetric;
import io.descent.engine.EpochMetrics;
import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import io.descent.engine.Trainer;
import io.descent.job.Best;
import io.descent.job.Checkpoint;
import io.descent.job.EpochRow;
import io.descent.job.JobError;
import io.descent.job.Progress;
import io.descent.job.Scores;
import io.descent.job.StopReason;
import io.descent.model.ModelMetrics;
import io.descent.run.CheckpointStore.Restored;
import io.descent.run.Preparation.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A training in memory: its trainer, its time, and the epochs that are not kept yet.
 *
 * <p>Not shared between threads.
 */
final class Training {

  /** By what part of itself a rate may differ from what was told. */
  private static final double SAME_RATE = 0.05;

  private final Prepared job;
  private final Trainer trainer;
  private final NanoClock nanos;
  private final Stopwatch watch;
  private final List<EpochRow> pending = new ArrayList<>();
  private final ModelMetrics.Parts constantAnswer;
  private final RunDiagnosis diagnosis;
  private final long updatesAtStart;
  private double toldRate = Double.NaN;
  private long countedUpdates;
  private long countedSamples;
  private long countedNanos;
  private @Nullable Scores latest;
  private @Nullable Best best;
  private List<Checkpoint> states = List.of();
  private boolean finished;

  private Training(
      Prepared job, Trainer trainer, ModelMetrics.Parts constantAnswer, NanoClock nanos) {
    this.job = job;
    this.trainer = trainer;
    this.nanos = nanos;
    this.watch = new Stopwatch(job.parts().validation().rows() > 0);
    this.constantAnswer = constantAnswer;
    this.diagnosis = new RunDiagnosis(job, constantAnswer);
    this.updatesAtStart = trainer.updates();
    this.latest = job.job().progress().latest();
    this.best = job.job().progress().best();
  }

  /** From the first step on. */
  static Training start(Prepared job, ModelMetrics.Parts constantAnswer, NanoClock nanos) {
    return new Training(job, job.trainer(), constantAnswer, nanos);
  }

  /** From a state on that the trainer was restored from. */
  static Training resume(
      Prepared job, Restored from, ModelMetrics.Parts constantAnswer, NanoClock nanos) {
    Training training = new Training(job, from.trainer(), constantAnswer, nanos);
    training.watch.resume(from.from());
    training.finished = from.from().finished();
    return training;
  }

  /** Takes the epochs that were kept before. */
  void goOn(Stream<EpochRow> before) {
    before.limit(trainer.epoch()).forEach(diagnosis::add);
  }

  /** What it is judged against while it runs. */
  ModelMetrics.Parts constantAnswer() {
    return constantAnswer;
  }

  RunDiagnosis diagnosis() {
    return diagnosis;
  }

  Trainer trainer() {
    return trainer;
  }

  /** One step, timed. */
  Trainer.Step step() {
    long before = nanos.nanos();
    Trainer.Step step = trainer.step();
    watch.add(step == Trainer.Step.BATCH, nanos.nanos() - before);
    switch (step) {
      case EPOCH -> endEpoch();
      case DONE -> {
        endEpoch();
        finished = true;
      }
      case BATCH, EVALUATION, DIVERGED -> {}
    }
    return step;
  }

  private void endEpoch() {
    EpochMetrics metrics = trainer.finishedEpoch();
    boolean validates = job.parts().validation().rows() > 0;
    Scores scores =
        new Scores(
            inUnits(job, metrics.trainLoss()),
            metrics.trainScore(),
            validates ? inUnits(job, metrics.validationLoss()) : null,
            validates ? metrics.validationScore() : null);
    double seconds = watch.endEpoch();
    @Nullable List<LayerFigures> layers = metrics.layers().isEmpty() ? null : metrics.layers();
    pending.add(
        new EpochRow(metrics.epoch(), scores, metrics.lr(), metrics.gradNorm(), seconds, layers));
    diagnosis.add(pending.getLast());
    latest = scores;
    best = Best.after(best, judge(), task(), metrics.epoch(), scores);
  }

  private EpochMetric judge() {
    return job.spec()
        .training()
        .plan()
        .earlyStopping()
        .map(EarlyStopping::metric)
        .orElse(EpochMetric.VALIDATION_LOSS);
  }

  private Task task() {
    return job.spec().training().plan().task();
  }

  /** A squared error of standardized targets in the target's unit squared, as epochs record it. */
  static double inUnits(Prepared job, double loss) {
    double deviation = job.parts().encoding().target().deviation();
    return loss * deviation * deviation;
  }

  /** Whether a limit of time, or of a training that is reproduced, is reached between two steps. */
  boolean limitReached(Trainer.Step last) {
    boolean whole =
        last == Trainer.Step.EPOCH
            || last == Trainer.Step.BATCH && trainer.batch() < trainer.batches();
    if (!whole) {
      return false;
    }
    if (job.job().stopAtUpdates().isPresent()) {
      return trainer.updates() >= job.job().stopAtUpdates().getAsLong();
    }
    return watch.seconds() >= job.spec().training().maxSeconds().orElse(Double.POSITIVE_INFINITY);
  }

  /** Whether it has come to where it waits for others, and is not at its end. */
  boolean rests() {
    OptionalInt at = job.job().restAtEpoch();
    return !finished && at.isPresent() && trainer.epoch() >= at.getAsInt();
  }

  /** Seconds of all its steps, over all starts. */
  double seconds() {
    return watch.seconds();
  }

  /** Whether no step is left to do. */
  boolean finished() {
    return finished;
  }

  void finish() {
    finished = true;
  }

  /** Why there is no step left to do. */
  StopReason stopReason() {
    if (trainer.earlyStopped()) {
      return StopReason.EARLY_STOPPED;
    }
    boolean complete = trainer.epoch() == job.spec().training().plan().epochs();
    return complete ? StopReason.COMPLETED : StopReason.MAX_SECONDS;
  }

  /** Whether anything was learnt since this start. */
  boolean stepped() {
    return trainer.updates() > updatesAtStart;
  }

  List<EpochRow> pending() {
    return List.copyOf(pending);
  }

  /** A try to keep the state begins: gives the states kept, as far as that is known for sure. */
  List<Checkpoint> keeping() {
    List<Checkpoint> before = states;
    states = List.of();
    return before;
  }

  /** These epochs and states are kept now. */
  void kept(List<EpochRow> epochs, List<Checkpoint> now) {
    states = now;
    pending.subList(0, epochs.size()).clear();
  }

  Checkpoint checkpoint(UUID blob) {
    return new Checkpoint(
        blob,
        trainer.epoch(),
        trainer.batch(),
        trainer.updates(),
        watch.seconds(),
        watch.epochSeconds(),
        finished);
  }

  Progress progress() {
    long updates = trainer.updates() - updatesAtStart;
    double perUpdate = updates == 0 ? Double.NaN : watch.secondsHere() / updates;
    return new Progress(
        trainer.epoch(),
        trainer.batch(),
        trainer.batches(),
        trainer.updates(),
        rate(),
        perUpdate * updatesLeft(),
        latest,
        best,
        diagnosis.json());
  }

  /**
   * Samples a second. Lists are sorted by it, and where a column of an index changes, PostgreSQL
   * writes all indexes of the row: so it stays as it was told while the true one is near.
   */
  private double rate() {
    double rate = samplesHere() / watch.trainedHere();
    boolean near = Math.abs(rate - toldRate) <= SAME_RATE * toldRate;
    if (finished || !Double.isFinite(toldRate) || !near) {
      toldRate = rate;
    }
    return toldRate;
  }

  /** Adds to the meters what was done since the last time. */
  void count(TrainingMeters meters) {
    long updates = trainer.updates() - updatesAtStart;
    long samples = Math.round(samplesHere());
    long spent = watch.trainedNanosHere();
    meters.trained(updates - countedUpdates, samples - countedSamples, spent - countedNanos);
    countedUpdates = updates;
    countedSamples = samples;
    countedNanos = spent;
  }

  private long updatesLeft() {
    long all = (long) job.spec().training().plan().epochs() * trainer.batches();
    return finished ? 0 : all - trainer.updates();
  }

  private double samplesHere() {
    double perUpdate = (double) job.parts().train().rows() / trainer.batches();
    return perUpdate * (trainer.updates() - updatesAtStart);
  }

  /** Why training ends here: the loss of the batch that comes next is not finite. */
  JobError divergedLoss() {
    int epoch = trainer.epoch() + 1;
    int batch = trainer.batch() + 1;
    return diverged("the loss of batch %d in epoch %d is", epoch, batch);
  }

  /** The same of the batch that came last, so that no loss shows it. */
  JobError divergedWeights() {
    boolean whole = trainer.batch() == 0;
    int epoch = whole ? trainer.epoch() : trainer.epoch() + 1;
    int batch = whole ? trainer.batches() : trainer.batch();
    return diverged(
        "the weights that training ended with, after batch %d of epoch %d, are", epoch, batch);
  }

  private static JobError diverged(String what, int epoch, int batch) {
    String advice = " not finite; a smaller learning rate or clip_norm may help";
    return new JobError(StopReason.DIVERGED, what.formatted(batch, epoch) + advice, epoch, batch);
  }
}
