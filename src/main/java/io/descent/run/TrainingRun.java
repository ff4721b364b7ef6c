package io.descent.run;

import io.descent.engine.Network;
import io.descent.engine.Trainer.Step;
import io.descent.job.JobCompletion;
import io.descent.job.JobError;
import io.descent.job.JobLeases;
import io.descent.job.JobStatus;
import io.descent.job.LiveProgress;
import io.descent.job.Phase;
import io.descent.model.ModelMetrics;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One worker's turn with one job whose data is loaded: goes on from the newest state, steps, keeps
 * states, and in the end publishes the model or lets go of the job.
 */
final class TrainingRun {

  /** What every run of the process works with. */
  @Component
  record Tools(
      JobLeases leases,
      JobCompletion completion,
      CheckpointStore states,
      Publication publication,
      LiveProgress live,
      NanoClock nanos) {}

  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  /**
   * A little longer than states of short epochs are kept apart, which show the progress as well.
   */
  private static final Duration PROGRESS_EVERY = Duration.ofMillis(1250);

  private static final Duration LIVE_EVERY = Duration.ofMillis(250);

  private final LocalRun run;
  private final Prepared job;
  private final Tools tools;
  private final DatabaseRetry retry;
  private final Throttle progress = new Throttle(PROGRESS_EVERY);
  private final Throttle live = new Throttle(LIVE_EVERY);

  TrainingRun(LocalRun run, Prepared job, Tools tools) {
    this.run = run;
    this.job = job;
    this.tools = tools;
    this.retry = new DatabaseRetry(run);
  }

  void train() {
    Training training =
        retry.insist("read its states", () -> tools.states().load(run.lease(), job));
    Step last = steps(training);
    if (last == Step.DIVERGED) {
      diverged(training, Divergence.ofLoss(training.trainer()));
    } else if (run.signal() != Signal.GO || !end(training)) {
      leave(training);
    }
  }

  /** Steps until there is nothing left to do, or something else is asked. */
  private Step steps(Training training) {
    CheckpointRhythm rhythm =
        new CheckpointRhythm(job.claim().state().attempt() > 0, tools.nanos());
    Step step = Step.EPOCH;
    while (!training.finished() && run.signal() == Signal.GO) {
      step = training.step();
      if (step == Step.DIVERGED) {
        return step;
      }
      if (training.limitReached(step)) {
        training.finish();
      }
      if (!training.finished()) {
        keepPace(training, rhythm, step);
      }
    }
    return step;
  }

  /** Keeps the state, or shows the progress, if it is time. */
  private void keepPace(Training training, CheckpointRhythm rhythm, Step step) {
    long now = tools.nanos().nanos();
    if (rhythm.due(step == Step.EPOCH)) {
      boolean kept =
          retry.attempt("keep its state", () -> tools.states().keep(run.lease(), training));
      rhythm.tried(now, kept);
      if (kept) {
        progress.done(now);
      }
    } else if (progress.due(now)) {
      retry.attempt("show its progress", () -> show(training, Phase.TRAINING));
    }
    if (live.due(now)) {
      tools.live().show(run.lease().job(), training.progress());
    }
  }

  private void show(Training training, Phase phase) {
    tools.leases().progress(run.lease(), phase, training.progress(), training.latest());
  }

  /** False where something else was asked before the job had ended. */
  private boolean end(Training training) {
    Network network = training.trainer().network();
    if (network.isFinite()) {
      return publish(training, network);
    }
    diverged(training, Divergence.ofWeights(training.trainer()));
    return true;
  }

  private boolean publish(Training training, Network network) {
    retry.insist("show its progress", () -> show(training, Phase.EVALUATING));
    try {
      ModelMetrics metrics = tools.publication().measure(run, job, network);
      retry.insist("show its progress", () -> show(training, Phase.PUBLISHING));
      JobStatus status =
          retry.insist(
              "publish its model",
              () -> tools.publication().publish(run, job, training, network, metrics));
      log.info(
          "Job {} is {} after {} updates",
          run.lease().job(),
          status.wire(),
          training.trainer().updates());
      return status == JobStatus.SUCCEEDED;
    } catch (InterruptibleReading.Interrupted _) {
      return false;
    }
  }

  private void diverged(Training training, JobError error) {
    retry.insist("show its progress", () -> show(training, Phase.TRAINING));
    JobStatus status =
        retry.insist("fail", () -> tools.completion().fail(run.lease(), error, training.pending()));
    log.info("Job {}: {}; it is {}", run.lease().job(), error.detail(), status.wire());
  }

  private void leave(Training training) {
    if (run.signal() != Signal.LEAVE && (training.stepped() || training.finished())) {
      retry.insist("keep its state", () -> tools.states().keep(run.lease(), training));
    } else {
      retry.insist("show its progress", () -> show(training, Phase.TRAINING));
    }
    JobStatus status =
        retry.insist(
            "be left",
            () -> tools.leases().leave(run.lease(), training.stepped(), training.pending()));
    log.info(
        "Job {} left after {} updates; it is {}",
        run.lease().job(),
        training.trainer().updates(),
        status.wire());
  }
}
