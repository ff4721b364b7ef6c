package io.descent.sweep;

import io.descent.job.JobStatus;
import io.descent.job.TrialWatch;
import io.descent.job.Trials;
import io.descent.job.Trials.Standing;
import io.descent.security.Owner;
import io.descent.storage.DatabaseClock;
import io.descent.web.ProblemException;
import io.descent.web.RepeatedLines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/**
 * Decides which trial is next, in the transaction that ends one. A decision begins by an update of
 * the sweep's row, so that of two trials that end at once the second sees what the first did; it
 * reads where all trials stand, and is the same whoever takes it and however often.
 */
@Component
class SweepDriver implements TrialWatch {

  private static final Logger log = LoggerFactory.getLogger(SweepDriver.class);

  /** Trials that one transaction asks of workers, or queues, so that nobody waits long for it. */
  private static final int AT_ONCE = 100;

  private final WorkerSweeps sweeps;
  private final SweepRepository owned;
  private final Trials trials;
  private final DatabaseClock clock;
  private final TransactionOperations transactions;

  SweepDriver(
      WorkerSweeps sweeps,
      SweepRepository owned,
      Trials trials,
      DatabaseClock clock,
      TransactionOperations transactions) {
    this.sweeps = sweeps;
    this.owned = owned;
    this.trials = trials;
    this.clock = clock;
    this.transactions = transactions;
  }

  @Override
  public void hold(UUID sweep) {
    sweeps.begin(sweep, clock.now());
  }

  @Override
  public void left(UUID sweep, UUID trial) {
    sweeps
        .find(sweep)
        .filter(seen -> !seen.status.ended())
        .ifPresent(
            seen -> {
              trials.measure(trial, seen.metric(), seen.maximize);
              decide(seen, trials.of(sweep));
            });
  }

  @Override
  public void expire(UUID sweep) {
    transactions.executeWithoutResult(_ -> sweeps.cancel(sweep, clock.now()));
    drive(sweep);
  }

  @Override
  public void require(Owner owner, UUID sweep) {
    if (!owned.existsByIdAndOwner(sweep, owner.name())) {
      throw ProblemException.notFound("sweep", sweep);
    }
  }

  @Override
  public List<Map<String, JsonNode>> points(Owner owner, UUID sweep) {
    return owned
        .findByIdAndOwner(sweep, owner.name())
        .map(Sweep::points)
        .orElseThrow(() -> ProblemException.notFound("sweep", sweep));
  }

  /** Does for its trials what is asked of a sweep, some at a time, and decides. */
  void drive(UUID sweep) {
    while (Boolean.TRUE.equals(transactions.execute(_ -> step(sweep)))) {
      // others have had their turn
    }
  }

  /** Whether more is to be asked of trials. */
  private boolean step(UUID id) {
    if (sweeps.begin(id, clock.now()) == 0) {
      return false;
    }
    Sweep sweep = sweeps.find(id).orElseThrow();
    List<Standing> all = trials.of(id);
    List<Standing> some =
        all.stream()
            .filter(trial -> isToBeAsked(sweep.status, trial.status()))
            .limit(AT_ONCE)
            .toList();
    ask(sweep, some);
    if (some.isEmpty()) {
      decide(sweep, all);
    }
    return !some.isEmpty();
  }

  private static boolean isToBeAsked(JobStatus sweep, JobStatus trial) {
    return switch (sweep) {
      case PAUSING, PAUSED -> trial == JobStatus.QUEUED || trial == JobStatus.RUNNING;
      case CANCELLING -> !trial.ended() && trial != JobStatus.CANCELLING;
      case QUEUED, RUNNING -> trial == JobStatus.PAUSING;
      case SUCCEEDED, FAILED, CANCELLED -> false;
    };
  }

  private void ask(Sweep sweep, List<Standing> some) {
    switch (sweep.status) {
      case PAUSING, PAUSED -> trials.pause(sweep.id, some);
      case CANCELLING -> trials.cancel(sweep.id, some, sweep.isOver(clock.now()));
      case QUEUED, RUNNING -> some.forEach(trials::resume);
      case SUCCEEDED, FAILED, CANCELLED -> {}
    }
  }

  /**
   * Goes on with what a process left undone that ended between what was asked of a sweep and of its
   * trials. Every replica does so, at its start and then every ten seconds.
   */
  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void repair() {
    try {
      sweeps.unfinished().forEach(this::drive);
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          RepeatedLines.DATABASE,
          "Could not look at sweeps ({}); trying again in ten seconds",
          e.getMessage());
    }
  }

  /**
   * @param all its trials as they stand
   */
  private void decide(Sweep sweep, List<Standing> all) {
    switch (sweep.status) {
      case QUEUED, RUNNING -> goOn(sweep, all);
      case PAUSING -> {
        if (all.stream().noneMatch(it -> it.status().needsWorker())) {
          write(sweep, JobStatus.PAUSED, sweep.rung);
        }
      }
      case CANCELLING -> {
        if (all.stream().allMatch(it -> it.status().ended())) {
          write(sweep, JobStatus.CANCELLED, sweep.rung);
        }
      }
      case PAUSED, SUCCEEDED, FAILED, CANCELLED -> {}
    }
  }

  /** Queues what may run; where nothing is left of a rung, its best go to the next. */
  private void goOn(Sweep sweep, List<Standing> seen) {
    List<Integer> rungs = sweep.strategy().rungs(sweep.epochs);
    int rung = sweep.rung;
    List<Standing> all = seen;
    while (queue(sweep, all) == 0) {
      if (rung == rungs.size() - 1) {
        write(sweep, ending(all, rung), rung);
        return;
      }
      rung++;
      promote(
          sweep, members(all, rung - 1), rung, rung < rungs.size() - 1 ? rungs.get(rung) : null);
      all = trials.of(sweep.id);
    }
    write(sweep, JobStatus.RUNNING, rung);
  }

  private static JobStatus ending(List<Standing> all, int rung) {
    if (members(all, rung).stream().anyMatch(it -> it.status() == JobStatus.SUCCEEDED)) {
      return JobStatus.SUCCEEDED;
    }
    boolean failed = all.stream().anyMatch(it -> it.status() == JobStatus.FAILED);
    return failed ? JobStatus.FAILED : JobStatus.CANCELLED;
  }

  /**
   * How many trials are in the queue or with workers, after as many joined as there is room for.
   */
  private long queue(Sweep sweep, List<Standing> all) {
    long active = all.stream().filter(it -> it.status().needsWorker()).count();
    List<Standing> joining =
        all.stream()
            .filter(it -> it.status() == JobStatus.PAUSED && !it.rests())
            .limit(Math.clamp(sweep.atOnce() - active, 0, AT_ONCE))
            .toList();
    joining.forEach(trials::queue);
    return active + joining.size();
  }

  private static List<Standing> members(List<Standing> all, int rung) {
    return all.stream().filter(it -> it.rung() == rung).toList();
  }

  /** To a rung the best of those that came to the one before, whose others end. */
  private void promote(Sweep sweep, List<Standing> members, int rung, @Nullable Integer restAt) {
    Set<Integer> kept =
        SweepView.ranked(sweep, members).stream()
            .limit(sweep.strategy().kept(members.size()))
            .collect(Collectors.toSet());
    trials.promote(sweep.id, kept, rung, restAt);
    trials.prune(sweep.id, rung - 1);
    log.info("Sweep {}: {} trials go on to rung {}", sweep.id, kept.size(), rung + 1);
  }

  private void write(Sweep sweep, JobStatus status, int rung) {
    Instant now = clock.now();
    Instant finished = status.ended() ? now : null;
    if (sweeps.decide(sweep.id, sweep.generation, status, rung, finished, now) != 1) {
      throw new IllegalStateException("sweep " + sweep.id + " was changed while it was locked");
    }
    if (status.ended()) {
      log.info("Sweep {} is {}", sweep.id, status.wire());
    }
  }
}
