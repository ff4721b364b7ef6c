package io.descent.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a job stands. */
public enum JobStatus {
  QUEUED,
  RUNNING,
  PAUSING,
  PAUSED,
  CANCELLING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  static final Set<JobStatus> UNFINISHED = EnumSet.of(QUEUED, RUNNING, PAUSING, PAUSED, CANCELLING);

  /** Whether nothing can change any more. */
  public boolean ended() {
    return !UNFINISHED.contains(this);
  }

  /** Whether a worker has, or should soon have, the job. */
  public boolean needsWorker() {
    return !ended() && this != PAUSED;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
