package io.descent.run;

import io.descent.engine.ClassWeights;
import io.descent.engine.Network;
import io.descent.engine.Trainer;
import io.descent.engine.Trainer.Step;
import io.descent.job.JobError;
import io.descent.job.JobLeases;
import io.descent.job.JobStatus;
import io.descent.job.LiveProgress;
import io.descent.job.Phase;
import io.descent.model.Baselines;
import io.descent.model.ModelMetrics;
import io.descent.run.Preparation.Prepared;
import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One run of a job whose data is loaded: goes on from the newest state, steps, keeps states, and in
 * the end publishes the model or lets go of the job.
 */
final class TrainingRun {

  /** What every run of the process works with. */
  @Component
  record Tools(
      JobLeases leases,
      HeldLeases held,
      CheckpointStore states,
      Publication publication,
      LiveProgress live,
      TrainingMeters meters,
      NanoClock nanos) {}

  private static final String WHAT_HELPS =
      "train longer, or with another learning rate, and see whether the inputs tell anything of"
          + " the target";

  private static final Warning NO_BETTER =
      Warning.of(
          "no_better_than_constant",
          "the network does no better than always giving the same answer: neither its loss nor its"
              + " accuracy or squared error is under that of metrics.baseline.constant",
          WHAT_HELPS);

  /** Named in a warning. */
  private static final int CLASSES = 20;

  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  /**
   * A little longer than states of short epochs are kept apart, which show the progress as well.
   */
  private static final Duration PROGRESS_EVERY = Duration.ofMillis(1250);

  private static final Duration LIVE_EVERY = Duration.ofMillis(250);

  private final HeldLease lease;
  private final Prepared job;
  private final Tools tools;
  private final Throttle progress = new Throttle(PROGRESS_EVERY);
  private final Throttle live = new Throttle(LIVE_EVERY);

  TrainingRun(HeldLease lease, Prepared job, Tools tools) {
    this.lease = lease;
    this.job = job;
    this.tools = tools;
  }

  /**
   * @throws HeldLease.AskedToLeave before it has begun
   */
  void train() {
    ModelMetrics.Parts constant =
        Baselines.constant(job.parts(), job.spec().model().loss(), lease::goOn);
    Training training =
        lease.insist("read its states", () -> tools.states().load(lease.lease(), job, constant));
    try (Trainer _ = training.trainer()) {
      train(training);
    }
  }

  private void train(Training training) {
    Step last = counted(training);
    if (last == Step.DIVERGED) {
      diverged(training, training.divergedLoss());
    } else if (training.rests() && lease.signal() == Signal.GO) {
      rest(training);
    } else if (lease.signal() != Signal.GO || !end(training)) {
      leave(training);
    }
  }

  private Step counted(Training training) {
    try {
      return steps(training);
    } finally {
      lease.steps(Optional.empty());
      training.count(tools.meters());
    }
  }

  /** Steps until there is nothing left to do, or something else is asked. */
  private Step steps(Training training) {
    lease.steps(Optional.of(job.job()));
    CheckpointRhythm rhythm = new CheckpointRhythm(job.job().state().attempt() > 0, tools.nanos());
    ThreadTrial trial = new ThreadTrial(tools.nanos());
    Step step = Step.EPOCH;
    while (!training.finished() && !training.rests() && lease.signal() == Signal.GO) {
      step = step(training, trial);
      if (step == Step.DIVERGED) {
        return step;
      }
      if (training.limitReached(step)) {
        training.finish();
      }
      if (!training.finished() && !training.rests()) {
        keepPace(training, rhythm, step);
      }
    }
    return step;
  }

  /** The last step of an epoch learns too, where nothing is validated after it. */
  private Step step(Training training, ThreadTrial trial) {
    Trainer trainer = training.trainer();
    long updates = trainer.updates();
    trainer.threads(trial.threads(threads()));
    Step step = training.step();
    trial.ended(trainer.updates() > updates);
    return step;
  }

  private int threads() {
    return Math.min(job.threads(), tools.held().threadsPerJob());
  }

  /** Keeps the state, or shows the progress, if it is time. */
  private void keepPace(Training training, CheckpointRhythm rhythm, Step step) {
    long now = tools.nanos().nanos();
    if (rhythm.due(step == Step.EPOCH)) {
      boolean kept =
          lease.attempt("keep its state", () -> tools.states().keep(lease.lease(), training));
      rhythm.tried(now, kept);
      if (kept) {
        progress.done(now);
      }
    } else if (progress.due(now)) {
      lease.attempt(
          "show its progress",
          () -> tools.leases().progress(lease.lease(), Phase.TRAINING, training.progress()));
    }
    if (live.due(now)) {
      tools.live().show(lease.job(), training.progress());
      training.count(tools.meters());
    }
  }

  /** False where something else was asked before the job had ended. */
  private boolean end(Training training) {
    Network network = training.trainer().network();
    if (network.isFinite()) {
      return publish(training, network);
    }
    diverged(training, training.divergedWeights());
    return true;
  }

  private boolean publish(Training training, Network network) {
    lease.show(Phase.EVALUATING, training.progress());
    try {
      ModelMetrics metrics = tools.publication().measure(lease, job, training, network);
      training.diagnosis().measured(metrics);
      List<Warning> doubts = doubts(metrics, training.diagnosis().learntNothing());
      if (!doubts.isEmpty()) {
        lease.insist("say how it did", () -> tools.leases().warn(lease.lease(), job.job(), doubts));
      }
      lease.show(Phase.PUBLISHING, training.progress());
      JobStatus status =
          lease.insist(
              "publish its model",
              () -> tools.publication().publish(lease, job, training, network, metrics));
      log.info(
          "Job {} is {} after {} updates",
          lease.job(),
          status.wire(),
          training.trainer().updates());
      return status == JobStatus.SUCCEEDED;
    } catch (HeldLease.AskedToLeave _) {
      return false;
    }
  }

  private List<Warning> doubts(ModelMetrics metrics, Optional<String> nothing) {
    boolean weighted = !job.spec().training().plan().classWeights().equals(ClassWeights.NONE);
    if (metrics.isNoBetterThanConstant(weighted)) {
      return List.of(NO_BETTER);
    }
    if (nothing.isPresent()) {
      return List.of(Warning.of(NO_BETTER.code(), nothing.get(), WHAT_HELPS));
    }
    List<ModelMetrics.ClassMetrics> rare = metrics.rarelyFound();
    String advice =
        weighted
            ? "more rows of such a class tell more of it"
            : "a class counts more with \"class_weights\": \"balanced\" in training; more rows of"
                + " it tell more";
    return rare.isEmpty()
        ? List.of()
        : List.of(Warning.of("class_rarely_found", "it finds only " + found(rare), advice));
  }

  private static String found(List<ModelMetrics.ClassMetrics> rare) {
    String found =
        rare.stream().limit(CLASSES).map(TrainingRun::found).collect(Collectors.joining(", "));
    return found + (rare.size() > CLASSES ? ", and so on" : "");
  }

  private static String found(ModelMetrics.ClassMetrics rare) {
    long right = Math.round(rare.recall() * rare.rows());
    String name = Spelling.quoted(rare.label());
    return "%d of %d test rows of class %s".formatted(right, rare.rows(), name);
  }

  private void diverged(Training training, JobError error) {
    training.diagnosis().diverged(training.trainer().epoch() + 1);
    lease.show(Phase.TRAINING, training.progress());
    lease.fail(error, training.pending());
  }

  private void rest(Training training) {
    if (training.stepped()) {
      lease.insist("keep its state", () -> tools.states().keep(lease.lease(), training));
    }
    lease.rest(training.pending());
  }

  private void leave(Training training) {
    if (lease.signal() != Signal.LEAVE && (training.stepped() || training.finished())) {
      lease.insist("keep its state", () -> tools.states().keep(lease.lease(), training));
    } else {
      lease.show(Phase.TRAINING, training.progress());
    }
    lease.leave(training.stepped(), training.pending());
  }
}
