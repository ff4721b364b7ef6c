package io.descent.job;

import java.util.UUID;

/** A worker's right to write to a job, until another takes the job with a higher attempt. */
public record Lease(UUID job, int attempt) {}
