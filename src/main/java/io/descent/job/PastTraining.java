package io.descent.job;

/**
 * A training that was done, as far as it went.
 *
 * @param updates made when the row was last written
 */
public record PastTraining(Claim claim, long updates) {}
