package io.descent.job;

import io.descent.engine.Task;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the row of a job whose events are read says at one moment. */
record WatchedJob(
    UUID id,
    JobStatus status,
    @Nullable Phase phase,
    Task task,
    int epochs,
    Progress progress,
    Instant updatedAt) {}
