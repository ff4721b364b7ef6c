package io.descent.job;

import java.util.UUID;

/** Published in the transaction in which a client asked something of a job that a worker has. */
public record JobCommandReceived(UUID id) {}
