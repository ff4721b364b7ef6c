package io.descent.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** How a worker ends the job that it holds; {@link LeaseLost} where it holds it no longer. */
@Component
public class JobCompletion {

  /**
   * A training that came to its end.
   *
   * @param epochs those that are not kept yet
   * @param reproduces the job whose training this one repeated
   */
  public record Success(
      StopReason reason,
      UUID model,
      String weightsSha256,
      List<EpochRow> epochs,
      Optional<UUID> reproduces) {}

  /**
   * What came of repeating a training.
   *
   * @param firstDifference the first epoch whose metrics differ
   */
  record Reproduction(
      UUID of, boolean match, String weightsSha256, @Nullable Integer firstDifference) {}

  private static final Limit PAGE = Limit.of(1_000);

  private final WorkerJobs jobs;
  private final JobChanges changes;
  private final TrainingRecords records;
  private final MetricRepository metrics;
  private final JsonMapper json;

  JobCompletion(
      WorkerJobs jobs,
      JobChanges changes,
      TrainingRecords records,
      MetricRepository metrics,
      JsonMapper json) {
    this.jobs = jobs;
    this.changes = changes;
    this.records = records;
    this.metrics = metrics;
    this.json = json;
  }

  /**
   * Ends the job, and publishes its model in the same transaction. Another status than {@link
   * JobStatus#SUCCEEDED} comes back where something else was asked of the job meanwhile; nothing
   * has changed then.
   */
  @Transactional
  public JobStatus succeed(Lease lease, Success success, Runnable publishing) {
    JobOutcome outcome =
        new JobOutcome(
            success.reason(), null, success.model(), success.weightsSha256(), changes.now());
    JobChanges.Change change = changes.change(lease, JobAction.SUCCEED, _ -> outcome);
    if (change.made()) {
      records.add(lease.job(), success.epochs());
      success.reproduces().ifPresent(of -> compare(lease, of, success.weightsSha256()));
      publishing.run();
    }
    return change.status();
  }

  /** Ends the job in failure, or in cancellation where that was asked. */
  @Transactional
  public JobStatus fail(Lease lease, JobError error, List<EpochRow> epochs) {
    JobOutcome failure =
        new JobOutcome(error.code(), json.valueToTree(error), null, null, changes.now());
    JobChanges.Change change =
        changes.change(
            lease, JobAction.FAIL, to -> to == JobStatus.FAILED ? failure : changes.left(to));
    records.add(lease.job(), epochs);
    return change.status();
  }

  /** Of a job that is complete with its metrics, and the one whose training it repeated. */
  private void compare(Lease lease, UUID original, String weightsSha256) {
    OptionalInt difference = firstDifference(lease.job(), original);
    boolean same = jobs.weights(original).equals(Optional.of(weightsSha256));
    Reproduction reproduction =
        new Reproduction(
            original,
            same && difference.isEmpty(),
            weightsSha256,
            difference.isPresent() ? difference.getAsInt() : null);
    lease.wrote(jobs.reproduced(lease.job(), lease.attempt(), json.valueToTree(reproduction)));
  }

  /** The first epoch that only one of them has, or whose numbers differ, the seconds apart. */
  private OptionalInt firstDifference(UUID job, UUID original) {
    int epoch = 0;
    while (true) {
      List<EpochRow> ours = metrics.after(job, epoch, PAGE);
      List<EpochRow> theirs = metrics.after(original, epoch, PAGE);
      for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
        if (!ours.get(i).sameNumbers(theirs.get(i))) {
          return OptionalInt.of(ours.get(i).epoch());
        }
      }
      epoch += Math.min(ours.size(), theirs.size());
      if (ours.size() != theirs.size()) {
        return OptionalInt.of(epoch + 1);
      }
      if (ours.isEmpty()) {
        return OptionalInt.empty();
      }
    }
  }
}
