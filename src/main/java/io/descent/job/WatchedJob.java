package io.descent.job;

import io.descent.engine.Task;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the row of a job whose events or epochs are read says at one moment: all but what was asked,
 * which may be large.
 */
record WatchedJob(
    UUID id,
    JobState state,
    long statusSequence,
    @Nullable Phase phase,
    Task task,
    int epochs,
    Progress progress,
    @Nullable String worker,
    @Nullable JobOutcome outcome,
    Instant createdAt,
    Instant updatedAt) {

  static final String SELECT =
      """
      select j.id, j.state, j.statusSequence, j.phase, j.task, j.epochs, j.progress, j.worker,
        j.outcome, j.createdAt, j.updatedAt
      from Job j\
      """;

  boolean ended() {
    return state.status().ended();
  }

  /** The event of the status that it has. */
  JobEvent event() {
    JobOutcome end = outcome == null ? JobOutcome.NONE : outcome;
    return new JobEvent(
        id,
        statusSequence,
        state.status(),
        end.stopReason(),
        state.attempt(),
        worker,
        end.modelId(),
        end.error(),
        "",
        updatedAt,
        progress.updates());
  }
}
