package io.descent.run;

import io.descent.job.Claim;
import io.descent.job.JobError;
import io.descent.job.JobStatus;
import io.descent.job.LeaseLost;
import io.descent.job.StopReason;
import io.descent.web.ProblemException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** From a job taken to a job let go of, whatever happens on the way. */
@Component
class JobRun {

  private static final Logger log = LoggerFactory.getLogger(JobRun.class);
  private static final int MOST_STARTS_WITHOUT_CHECKPOINT = 10;

  private final TrainingRun.Tools tools;
  private final Preparation preparation;
  private final MemoryBudget memory;

  JobRun(TrainingRun.Tools tools, Preparation preparation, MemoryBudget memory) {
    this.tools = tools;
    this.preparation = preparation;
    this.memory = memory;
  }

  /**
   * @param bytes the memory that the training takes
   * @return false where the job became another's meanwhile
   */
  boolean run(Claim claim, LocalRun run, long bytes) {
    UUID job = run.lease().job();
    try {
      log.info("Job {} starts under attempt {}", job, run.lease().attempt());
      train(claim, run, bytes);
      return true;
    } catch (LeaseLost | DatabaseRetry.Lost e) {
      log.warn("Job {}: {}; leaving it", job, e.getMessage());
      return false;
    } finally {
      tools.live().forget(job);
    }
  }

  private void train(Claim claim, LocalRun run, long bytes) {
    if (claim.startsWithoutCheckpoint() >= MOST_STARTS_WITHOUT_CHECKPOINT) {
      String why =
          "%d starts in a row ended without a new checkpoint"
              .formatted(claim.startsWithoutCheckpoint());
      fail(run, JobError.of(StopReason.CRASH_LOOP, why));
    } else if (bytes > memory.limit()) {
      String why =
          "the training takes %d bytes, and a worker has %d".formatted(bytes, memory.limit());
      fail(run, JobError.of(StopReason.OUT_OF_MEMORY, why));
    } else {
      trainOrFail(claim, run);
    }
  }

  private void trainOrFail(Claim claim, LocalRun run) {
    try {
      Prepared prepared =
          new DatabaseRetry(run).insist("load its data", () -> preparation.prepare(claim, run));
      new TrainingRun(run, prepared, tools).train();
    } catch (LeaseLost | DatabaseRetry.Lost e) {
      throw e;
    } catch (InterruptibleReading.Interrupted _) {
      leave(run);
    } catch (OutOfMemoryError e) {
      fail(run, JobError.of(StopReason.OUT_OF_MEMORY, "the worker's memory did not suffice"));
    } catch (JobFailure | ProblemException | UncheckedIOException e) {
      fail(run, JobError.of(StopReason.ERROR, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      log.error("Job {} failed by an internal error", run.lease().job(), e);
      fail(run, JobError.of(StopReason.ERROR, "internal error; the worker's log has the details"));
    }
  }

  private void leave(LocalRun run) {
    JobStatus status =
        new DatabaseRetry(run)
            .insist("be left", () -> tools.leases().leave(run.lease(), false, List.of()));
    log.info("Job {} left before its first step; it is {}", run.lease().job(), status.wire());
  }

  private void fail(LocalRun run, JobError error) {
    JobStatus status =
        new DatabaseRetry(run)
            .insist("fail", () -> tools.completion().fail(run.lease(), error, List.of()));
    log.warn("Job {}: {}; it is {}", run.lease().job(), error.detail(), status.wire());
  }
}
