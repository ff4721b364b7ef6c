package io.descent.job;

import java.util.UUID;

/**
 * A state of a job's training to go on from.
 *
 * @param trainSeconds spent in training and validation up to here
 * @param epochSeconds spent training the current epoch
 * @param finished no step is left to do
 */
public record Checkpoint(
    UUID blob,
    int epoch,
    int batch,
    long updates,
    double trainSeconds,
    double epochSeconds,
    boolean finished) {}
