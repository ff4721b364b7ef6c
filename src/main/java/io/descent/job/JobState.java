package io.descent.job;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/**
 * What decides about a job at one moment: the condition of every change of its status.
 *
 * @param attempt how often a worker took it: fences a worker's writes
 * @param generation how often it was queued: names its task
 */
@Embeddable
public record JobState(@Enumerated(EnumType.STRING) JobStatus status, int attempt, int generation) {

  /** The state after a change of status; queued again, it has a task of its own. */
  JobState with(JobStatus next) {
    return new JobState(next, attempt, next == JobStatus.QUEUED ? generation + 1 : generation);
  }

  JobState taken() {
    return new JobState(status, attempt + 1, generation);
  }
}
