package io.descent.job;

import java.util.UUID;

/** Published in the transaction that queues a job. */
public record JobQueued(UUID id) {}
