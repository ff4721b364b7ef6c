package io.descent.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** How a worker ends a job. Every write carries the attempt. */
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
      Progress progress,
      List<EpochRow> epochs,
      Optional<UUID> reproduces) {}

  private final JobChanges changes;
  private final MetricRows metrics;
  private final Reproductions reproductions;
  private final JsonMapper json;

  JobCompletion(
      JobChanges changes, MetricRows metrics, Reproductions reproductions, JsonMapper json) {
    this.changes = changes;
    this.metrics = metrics;
    this.reproductions = reproductions;
    this.json = json;
  }

  /**
   * Ends the job, and publishes its model in the same transaction. Another status than {@link
   * JobStatus#SUCCEEDED} comes back where something else was asked of the job meanwhile; nothing
   * has changed then.
   */
  @Transactional
  public JobStatus succeed(Lease lease, Success success, Runnable publishing) {
    JobChanges.Change change =
        changes.change(
            lease,
            JobAction.SUCCEED,
            to -> {
              Map<String, @Nullable Object> set =
                  JobColumns.progress(success.progress(), success.epochs());
              set.putAll(JobColumns.status(to, success.reason(), changes.now()));
              set.put("model_id", success.model());
              set.put("weights_sha256", success.weightsSha256());
              return set;
            });
    if (change.made()) {
      metrics.write(lease.job(), success.epochs());
      success
          .reproduces()
          .ifPresent(of -> reproductions.compare(lease.job(), of, success.weightsSha256()));
      publishing.run();
    }
    return change.status();
  }

  /** Ends the job in failure, or in cancellation where that was asked. */
  @Transactional
  public JobStatus fail(Lease lease, JobError error, List<EpochRow> epochs) {
    JobChanges.Change change =
        changes.change(
            lease,
            JobAction.FAIL,
            to -> {
              boolean failed = to == JobStatus.FAILED;
              Map<String, @Nullable Object> set = JobColumns.latest(epochs);
              StopReason reason = failed ? error.code() : StopReason.CANCELLED;
              set.putAll(JobColumns.status(to, reason, changes.now()));
              if (failed) {
                set.put("error_json", json.writeValueAsString(error));
              }
              return set;
            });
    metrics.write(lease.job(), epochs);
    return change.status();
  }
}
