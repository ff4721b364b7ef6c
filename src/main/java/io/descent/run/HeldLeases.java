package io.descent.run;

import io.descent.job.JobCommandReceived;
import io.descent.job.JobLeases;
import io.descent.job.JobState;
import io.descent.job.JobStatus;
import io.descent.job.Lease;
import io.descent.web.RepeatedLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/** The leases of this process, and what their jobs' rows ask, twice a second and at once. */
@Component
class HeldLeases {

  private static final Logger log = LoggerFactory.getLogger(HeldLeases.class);
  private static final Duration LONGEST_STEP = Duration.ofSeconds(60);

  private final Map<UUID, HeldLease> held = new ConcurrentHashMap<>();
  private final JobLeases leases;
  private final WorkerName name;
  private final TrainingMeters meters;
  private final NanoClock nanos;
  private final WorkerSettings settings;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private volatile int threadsPerJob = 1;
  private volatile boolean stopping;

  HeldLeases(
      JobLeases leases,
      WorkerName name,
      TrainingMeters meters,
      NanoClock nanos,
      WorkerSettings settings) {
    this.leases = leases;
    this.name = name;
    this.meters = meters;
    this.nanos = nanos;
    this.settings = settings;
  }

  /** Takes a job for this process; empty where another was quicker, or nothing is to be run. */
  Optional<HeldLease> take(UUID job, JobState seen) {
    Optional<Lease> taken = leases.take(job, seen, name.value());
    if (taken.isPresent() && seen.status() == JobStatus.RUNNING) {
      meters.takenOver();
    }
    return taken.map(this::open);
  }

  private HeldLease open(Lease lease) {
    HeldLease open = new HeldLease(lease, leases, meters, nanos);
    held.put(lease.job(), open);
    shareCores();
    if (stopping) {
      open.end();
    }
    return open;
  }

  void close(HeldLease lease) {
    held.remove(lease.job(), lease);
    shareCores();
    lease.close();
  }

  /** Of jobs that have trained for so long at least, and go on. */
  List<Turn> turns(Duration least) {
    if (held.isEmpty()) {
      return List.of();
    }
    long now = nanos.nanos();
    return held.values().stream()
        .flatMap(lease -> lease.turn().stream())
        .filter(turn -> turn.isOver(least, now))
        .toList();
  }

  /** Ends a turn, if it goes on, so that another owner's job has one. */
  void makeRoom(Turn turn) {
    HeldLease lease = held.get(turn.job().id());
    if (lease != null && lease.turn().equals(Optional.of(turn))) {
      lease.ask(Signal.MAKE_ROOM);
    }
  }

  boolean isFull() {
    return held.size() >= settings.workers();
  }

  int size() {
    return held.size();
  }

  private synchronized void shareCores() {
    threadsPerJob = settings.threads(held.size(), cores);
  }

  /** The threads of each job now, which follow as jobs come and go; asked at each step. */
  int threadsPerJob() {
    return threadsPerJob;
  }

  /** Ends a run of the job that still goes on here, so that the job can be taken anew. */
  void endOld(UUID job) throws InterruptedException {
    HeldLease old = held.get(job);
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
    held.values().forEach(HeldLease::end);
  }

  @Scheduled(fixedDelay = 500)
  void look() {
    try {
      control();
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          RepeatedLines.DATABASE,
          "The database does not answer ({}); runs go on in memory",
          e.getMessage());
    }
  }

  @TransactionalEventListener
  void asked(JobCommandReceived job) {
    look();
  }

  /** Reads the rows of all jobs at once, and passes on what they ask. */
  void control() {
    List<HeldLease> open = List.copyOf(held.values());
    if (open.isEmpty()) {
      return;
    }
    long readAt = nanos.nanos();
    Map<UUID, JobState> states = leases.states(open.stream().map(lease -> lease.job()).toList());
    open.forEach(lease -> control(lease, states.get(lease.job()), readAt));
  }

  private static void control(HeldLease lease, @Nullable JobState state, long readAt) {
    if (state != null && state.attempt() == lease.lease().attempt()) {
      lease.confirm(readAt);
      lease.ask(asked(state.status()));
    } else if (lease.signal() != Signal.LOST) {
      log.warn(
          "Job {} was taken from attempt {}; its run writes nothing more and stops",
          lease.job(),
          lease.lease().attempt());
      lease.ask(Signal.LOST);
    }
  }

  private static Signal asked(JobStatus status) {
    return switch (status) {
      case RUNNING, SUCCEEDED, FAILED, CANCELLED, PAUSED -> Signal.GO;
      case PAUSING, QUEUED -> Signal.SAVE_AND_LEAVE;
      case CANCELLING -> Signal.LEAVE;
    };
  }
}
