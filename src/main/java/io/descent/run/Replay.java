package io.descent.run;

import io.descent.dataset.Encoding;
import io.descent.engine.Network;
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
import java.util.function.Predicate;
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
  record Replayed(StepTrace.Start start, int[] rows, TraceView.Replayed how) {}

  /**
   * What a step starts from, with what it learns from.
   *
   * @param step from 1, at most the updates of the training
   * @param look called again and again, to give up where it throws
   */
  Replayed before(Job past, long step, Runnable look) {
    long deadline = nanos.nanos() + longest.toNanos();
    ReplayState replay = state(past, look);
    try {
      Replayed replayed = before(past, step, replay, look, deadline);
      kept.keep(past, replay);
      return replayed;
    } catch (RuntimeException | Error e) {
      replay.close();
      throw e;
    }
  }

  private Replayed before(Job past, long step, ReplayState replay, Runnable look, long deadline) {
    long from = replay.seek(step, states);
    // Past the validation after an epoch, which the step before does not belong to
    walk(past, replay, from, look, it -> it.updates() == step - 1 && it.upcoming().isPresent());
    StepTrace.Start start = replay.trainer().upcoming().orElseThrow();
    replay.remember();
    int[] rows = replay.rows();
    Boolean equal = replay.equalsRecorded(epoch -> leases.epoch(past.id(), epoch), deadline, nanos);
    return new Replayed(start, rows, new TraceView.Replayed(from, step - 1 - from, equal));
  }

  /**
   * What a step has led to.
   *
   * @param encoding of its data
   */
  record Learnt(Network network, Encoding encoding) {}

  /**
   * @param step from 1, at most the updates of the training
   * @param look called again and again, to give up where it throws
   */
  Learnt after(Job past, long step, Runnable look) {
    ReplayState replay = state(past, look);
    try {
      long from = replay.seek(step + 1, states);
      walk(past, replay, from, look, it -> it.updates() == step);
      Learnt learnt = new Learnt(replay.trainer().current(), replay.job().parts().encoding());
      kept.keep(past, replay);
      return learnt;
    } catch (RuntimeException | Error e) {
      replay.close();
      throw e;
    }
  }

  private ReplayState state(Job past, Runnable look) {
    return kept.take(past)
        .orElseGet(() -> new ReplayState(prepare(past, look), past.progress().updates()));
  }

  private void walk(
      Job past, ReplayState replay, long from, Runnable look, Predicate<Trainer> there) {
    long deadline = nanos.nanos() + longest.toNanos();
    while (!there.test(replay.trainer())) {
      if (nanos.nanos() > deadline) {
        throw tooFar(shown(past, Math.max(1, replay.trainer().updates() - from)));
      }
      look.run();
      replay.step();
    }
  }

  private Prepared prepare(Job past, Runnable look) {
    try {
      return preparation.prepare(past, look);
    } catch (Preparation.Impossible | UncheckedIOException e) {
      throw impossible(e);
    }
  }

  static ProblemException impossible(RuntimeException e) {
    return ProblemException.of(
        ProblemKind.CONFLICT, "the step cannot be computed again: " + e.getMessage());
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
