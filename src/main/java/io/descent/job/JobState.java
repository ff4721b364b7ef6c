package io.descent.job;

import java.util.UUID;

/**
 * What decides about a job at one moment.
 *
 * @param attempt how often a worker took it: the fence of a worker's writes
 * @param generation how often it was queued: names its task
 */
public record JobState(UUID id, JobStatus status, int attempt, int generation) {}
