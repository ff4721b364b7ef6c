package io.descent.engine;

/**
 * Ends training when a metric has not improved by more than {@code minDelta} for {@code patience}
 * epochs in a row.
 */
public record EarlyStopping(EpochMetric metric, int patience, double minDelta) {}
