package io.descent.run;

import io.descent.job.Claim;
import io.descent.job.JobLeases;
import io.descent.job.JobState;
import io.descent.job.JobStatus;
import io.descent.job.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The runs of this process, and what their jobs' rows ask of them. */
@Component
class LocalRuns {

  private static final Logger log = LoggerFactory.getLogger(LocalRuns.class);
  private static final Duration LONGEST_STEP = Duration.ofSeconds(60);

  private final Map<UUID, LocalRun> runs = new ConcurrentHashMap<>();
  private final JobLeases leases;
  private final WorkerName name;
  private final NanoClock nanos;
  private volatile boolean stopping;

  LocalRuns(JobLeases leases, WorkerName name, NanoClock nanos) {
    this.leases = leases;
    this.name = name;
    this.nanos = nanos;
  }

  /** Takes a job for this process; empty where another was quicker, or nothing is to be run. */
  Optional<LocalRun> take(Claim claim) {
    return leases.take(claim, name.value()).map(this::open);
  }

  private LocalRun open(Lease lease) {
    LocalRun run = new LocalRun(lease, nanos);
    runs.put(lease.job(), run);
    if (stopping) {
      run.ask(Signal.SAVE_AND_LEAVE);
    }
    return run;
  }

  void close(LocalRun run) {
    runs.remove(run.lease().job(), run);
    run.close();
  }

  int size() {
    return runs.size();
  }

  /** Ends a run of the job that still goes on here, so that the job can be taken anew. */
  void endOld(UUID job) throws InterruptedException {
    LocalRun old = runs.get(job);
    if (old != null) {
      log.warn(
          "Job {} still runs here under attempt {}; ending that first", job, old.lease().attempt());
      old.ask(Signal.SAVE_AND_LEAVE);
      if (!old.awaitEnd(LONGEST_STEP)) {
        throw new IllegalStateException("the old run of job " + job + " does not end");
      }
    }
  }

  /** Asks all runs, present and to come, to keep their states and leave. */
  void stop() {
    stopping = true;
    runs.values().forEach(run -> run.ask(Signal.SAVE_AND_LEAVE));
  }

  /** Reads the rows of all runs at once, and passes on what they ask. */
  void control() {
    List<LocalRun> open = List.copyOf(runs.values());
    if (open.isEmpty()) {
      return;
    }
    long readAt = nanos.nanos();
    Map<UUID, JobState> states =
        leases.states(open.stream().map(run -> run.lease().job()).toList()).stream()
            .collect(Collectors.toMap(JobState::id, Function.identity()));
    open.forEach(run -> control(run, states.get(run.lease().job()), readAt));
  }

  private static void control(LocalRun run, @Nullable JobState state, long readAt) {
    if (state == null || state.attempt() != run.lease().attempt()) {
      if (run.signal() != Signal.LOST) {
        log.warn(
            "Job {} was taken from attempt {}; its run writes nothing more and stops",
            run.lease().job(),
            run.lease().attempt());
      }
      run.ask(Signal.LOST);
      return;
    }
    run.confirm(readAt);
    run.ask(asked(state.status()));
  }

  private static Signal asked(JobStatus status) {
    return switch (status) {
      case RUNNING, SUCCEEDED, FAILED, CANCELLED, PAUSED -> Signal.GO;
      case PAUSING, QUEUED -> Signal.SAVE_AND_LEAVE;
      case CANCELLING -> Signal.LEAVE;
    };
  }
}
