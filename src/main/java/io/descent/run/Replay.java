package io.descent.run;

import io.descent.engine.StepTrace;
import io.descent.engine.Trainer;
import io.descent.insight.TraceView;
import io.descent.job.Checkpoint;
import io.descent.job.Job;
import io.descent.job.JobLeases;
import io.descent.run.Preparation.Prepared;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** Computes again what a step of a past training started from. */
@Component
class Replay {

  private final Preparation preparation;
  private final JobLeases leases;
  private final CheckpointStore states;
  private final NanoClock nanos;
  private final ReplayCache kept;
  private final Duration longest;

  Replay(
      Preparation preparation,
      JobLeases leases,
      CheckpointStore states,
      NanoClock nanos,
      ReplayCache kept,
      Limits limits) {
    this.preparation = preparation;
    this.leases = leases;
    this.states = states;
    this.nanos = nanos;
    this.kept = kept;
    this.longest = limits.replay();
  }

  /**
   * What a step started from, and how that was computed.
   *
   * @param rows of the data set, that it learnt from
   */
  record Replayed(Prepared job, StepTrace.Start start, int[] rows, TraceView.Replayed how) {}

  /**
   * @param step from 1, at most the updates of the training
   * @param look called again and again, to give up where it throws
   */
  Replayed before(Job past, long step, Runnable look) {
    long deadline = nanos.nanos() + longest.toNanos();
    ReplayState replay = kept.take(past).orElseGet(() -> new ReplayState(prepare(past, look)));
    replay.seek(step, states);
    Trainer trainer = replay.trainer();
    long from = trainer.updates();
    Optional<StepTrace.Start> start = at(trainer, step);
    while (start.isEmpty()) {
      if (nanos.nanos() > deadline) {
        throw tooFar(shown(past, Math.max(1, trainer.updates() - from)));
      }
      look.run();
      trainer.step();
      start = at(trainer, step);
    }
    replay.remember();
    int[] rows = replay.rows();
    Boolean equal = replay.equalsRecorded(epoch -> leases.epoch(past.id(), epoch), deadline, nanos);
    kept.keep(past, replay);
    TraceView.Replayed how = new TraceView.Replayed(from, step - 1 - from, equal);
    return new Replayed(replay.job(), start.get(), rows, how);
  }

  private static Optional<StepTrace.Start> at(Trainer trainer, long step) {
    return trainer.updates() == step - 1 ? trainer.upcoming() : Optional.empty();
  }

  private Prepared prepare(Job past, Runnable look) {
    try {
      return preparation.prepare(past, look);
    } catch (Preparation.Impossible | UncheckedIOException e) {
      throw ProblemException.of(
          ProblemKind.CONFLICT, "the step cannot be computed again: " + e.getMessage());
    }
  }

  /** The steps that are at most so many updates behind the start, or behind a kept state. */
  private String shown(Job past, long updates) {
    return LongStream.concat(
            LongStream.of(0), leases.checkpoints(past.id()).stream().mapToLong(Checkpoint::updates))
        .filter(from -> from < past.progress().updates())
        .sorted()
        .distinct()
        .mapToObj(from -> (from + 1) + " to " + Math.min(from + updates, past.progress().updates()))
        .collect(Collectors.joining(", "));
  }

  private ProblemException tooFar(String shown) {
    String detail =
        "computing up to this step takes more than %d s; steps %s can be shown"
            .formatted(longest.toSeconds(), shown);
    return ProblemException.fields(ProblemKind.INVALID, List.of(new FieldError("step", detail)));
  }
}
