package io.descent.job;

import static io.descent.job.JobStatus.CANCELLED;
import static io.descent.job.JobStatus.CANCELLING;
import static io.descent.job.JobStatus.FAILED;
import static io.descent.job.JobStatus.PAUSED;
import static io.descent.job.JobStatus.PAUSING;
import static io.descent.job.JobStatus.QUEUED;
import static io.descent.job.JobStatus.RUNNING;
import static io.descent.job.JobStatus.SUCCEEDED;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The one table of a job's life: what comes of a wish in a status. */
sealed interface Transition {

  /** The row changes to this status. */
  record To(JobStatus status) implements Transition {}

  /** The job is there already, or on its way. */
  record Stay() implements Transition {}

  /** Not possible. */
  record Refuse() implements Transition {}

  /** The statuses from which an action leads to another at once. */
  static Set<JobStatus> before(JobAction action, JobStatus to) {
    return Arrays.stream(JobStatus.values())
        .filter(from -> of(from, action).equals(new To(to)))
        .collect(Collectors.toUnmodifiableSet());
  }

  static Transition of(JobStatus from, JobAction action) {
    return switch (action) {
      case PAUSE ->
          switch (from) {
            case QUEUED -> new To(PAUSED);
            case RUNNING -> new To(PAUSING);
            case PAUSING, PAUSED -> new Stay();
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> new Refuse();
          };
      case RESUME ->
          switch (from) {
            case PAUSING, PAUSED -> new To(QUEUED);
            case QUEUED, RUNNING -> new Stay();
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> new Refuse();
          };
      case CANCEL ->
          switch (from) {
            case QUEUED, PAUSED -> new To(CANCELLED);
            case RUNNING, PAUSING -> new To(CANCELLING);
            case CANCELLING, CANCELLED -> new Stay();
            case SUCCEEDED, FAILED -> new Refuse();
          };
      case CLAIM ->
          switch (from) {
            case QUEUED, RUNNING -> new To(RUNNING);
            case PAUSING -> new To(PAUSED);
            case CANCELLING -> new To(CANCELLED);
            case PAUSED, SUCCEEDED, FAILED, CANCELLED -> new Refuse();
          };
      case LEAVE ->
          switch (from) {
            case RUNNING -> new To(QUEUED);
            case PAUSING -> new To(PAUSED);
            case CANCELLING -> new To(CANCELLED);
            case QUEUED, PAUSED, SUCCEEDED, FAILED, CANCELLED -> new Stay();
          };
      case REST ->
          switch (from) {
            case RUNNING, PAUSING -> new To(PAUSED);
            case CANCELLING -> new To(CANCELLED);
            case QUEUED, PAUSED, SUCCEEDED, FAILED, CANCELLED -> new Stay();
          };
      case SUCCEED ->
          switch (from) {
            case RUNNING -> new To(SUCCEEDED);
            case QUEUED, PAUSING, PAUSED, CANCELLING, SUCCEEDED, FAILED, CANCELLED -> new Refuse();
          };
      case FAIL ->
          switch (from) {
            case QUEUED, RUNNING, PAUSING -> new To(FAILED);
            case CANCELLING -> new To(CANCELLED);
            case PAUSED, SUCCEEDED, FAILED, CANCELLED -> new Refuse();
          };
    };
  }
}
