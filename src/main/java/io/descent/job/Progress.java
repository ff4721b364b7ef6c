package io.descent.job;

/**
 * How far a run is.
 *
 * @param epoch finished epochs
 * @param batch mini-batches done in the current epoch, of {@code batches}
 * @param samplesPerSecond NaN where not known yet, as {@code etaSeconds}
 */
public record Progress(
    int epoch, int batch, int batches, long updates, double samplesPerSecond, double etaSeconds) {}
