package io.descent.run;

import io.descent.job.Claim;
import io.descent.job.JobLeases;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes the job of a task, if it is still to be done and there is room for it. */
@Component
class Worker {

  /** What becomes of the task. */
  enum Outcome {
    DONE,
    /** The job became another's, and its task with it, unless that is of an older generation. */
    LOST,
    /** There is no room for the job now. */
    LATER
  }

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final JobLeases leases;
  private final JobRun lease;
  private final Preparation preparation;
  private final LocalRuns runs;
  private final MemoryBudget memory;

  Worker(
      JobLeases leases,
      JobRun lease,
      Preparation preparation,
      LocalRuns runs,
      MemoryBudget memory) {
    this.leases = leases;
    this.lease = lease;
    this.preparation = preparation;
    this.runs = runs;
    this.memory = memory;
  }

  Outcome work(UUID job, int generation) throws InterruptedException {
    runs.endOld(job);
    Optional<Claim> claim = leases.look(job, generation);
    if (claim.isEmpty()) {
      log.info("Job {} needs no worker in generation {}; its task goes", job, generation);
      return Outcome.DONE;
    }
    long bytes = preparation.memory(claim.get());
    long reserved = Math.min(bytes, memory.limit());
    if (!memory.reserve(reserved)) {
      return Outcome.LATER;
    }
    try {
      return runs.take(claim.get()).map(run -> run(claim.get(), run, bytes)).orElse(Outcome.DONE);
    } finally {
      memory.release(reserved);
    }
  }

  private Outcome run(Claim claim, LocalRun run, long bytes) {
    try {
      return lease.run(claim, run, bytes) ? Outcome.DONE : Outcome.LOST;
    } finally {
      runs.close(run);
    }
  }
}
