package io.descent.run;

import io.descent.engine.StepTrace;
import io.descent.engine.Trainer;
import io.descent.job.Checkpoint;
import io.descent.job.JobLeases;
import io.descent.job.Lease;
import io.descent.job.PastTraining;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.IOException;
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
  private final Duration longest;

  Replay(
      Preparation preparation,
      JobLeases leases,
      CheckpointStore states,
      NanoClock nanos,
      Limits limits) {
    this.preparation = preparation;
    this.leases = leases;
    this.states = states;
    this.nanos = nanos;
    this.longest = limits.replay();
  }

  /**
   * @param step from 1, at most the updates of the training
   */
  StepTrace.Start before(PastTraining past, long step) {
    long deadline = nanos.nanos() + longest.toNanos();
    Lease lease = new Lease(past.claim().state().id(), past.claim().state().attempt());
    Prepared job = prepare(past, lease);
    Trainer trainer = nearest(lease, job, step);
    long from = trainer.updates();
    Optional<StepTrace.Start> start = at(trainer, step);
    while (start.isEmpty()) {
      if (nanos.nanos() > deadline) {
        throw tooFar(shown(lease, past, Math.max(1, trainer.updates() - from)));
      }
      trainer.step();
      start = at(trainer, step);
    }
    return start.get();
  }

  private static Optional<StepTrace.Start> at(Trainer trainer, long step) {
    return trainer.updates() == step - 1 ? trainer.upcoming() : Optional.empty();
  }

  private Prepared prepare(PastTraining past, Lease lease) {
    try {
      return preparation.prepare(past.claim(), new LocalRun(lease, nanos));
    } catch (JobFailure e) {
      throw ProblemException.of(
          ProblemKind.CONFLICT, "the step cannot be computed again: " + e.getMessage());
    }
  }

  /** The newest sound state before the step, or the start. */
  private Trainer nearest(Lease lease, Prepared job, long step) {
    for (Checkpoint checkpoint : leases.checkpoints(lease)) {
      if (checkpoint.updates() < step) {
        Optional<Trainer> restored = restore(job, checkpoint);
        if (restored.isPresent()) {
          return restored.get();
        }
      }
    }
    return job.trainer();
  }

  private Optional<Trainer> restore(Prepared job, Checkpoint checkpoint) {
    try {
      return Optional.of(states.trainer(job, checkpoint));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The steps that are at most so many updates behind the start, or behind a kept state. */
  private String shown(Lease lease, PastTraining past, long updates) {
    return LongStream.concat(
            LongStream.of(0), leases.checkpoints(lease).stream().mapToLong(Checkpoint::updates))
        .filter(from -> from < past.updates())
        .sorted()
        .distinct()
        .mapToObj(from -> (from + 1) + " to " + Math.min(from + updates, past.updates()))
        .collect(Collectors.joining(", "));
  }

  private ProblemException tooFar(String shown) {
    String detail =
        "computing up to this step takes more than %d s; steps %s can be shown"
            .formatted(longest.toSeconds(), shown);
    return ProblemException.fields(ProblemKind.INVALID, List.of(new FieldError("step", detail)));
  }
}
