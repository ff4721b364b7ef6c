package io.descent.engine;

import java.io.IOException;
import java.util.Optional;

/** Compares epochs: which is the best so far, and whether training has stopped to improve. */
final class EarlyStopper {

  private final Optional<EarlyStopping> stopping;
  private final EpochMetric metric;
  private final double minDelta;
  private double bestValue = Double.NaN;
  private int bestEpoch;
  private double reference = Double.NaN;
  private int waited;

  EarlyStopper(Optional<EarlyStopping> stopping) {
    this.stopping = stopping;
    this.metric = stopping.map(EarlyStopping::metric).orElse(EpochMetric.VALIDATION_LOSS);
    this.minDelta = stopping.map(EarlyStopping::minDelta).orElse(0.0);
  }

  EpochMetric metric() {
    return metric;
  }

  /** From 1; 0 before the first. */
  int bestEpoch() {
    return bestEpoch;
  }

  /** Takes note of an epoch and tells whether it is the best so far; of equals the earlier is. */
  boolean isBest(double value, int epoch) {
    waited = gain(value, reference) > minDelta ? 0 : waited + 1;
    if (waited == 0) {
      reference = value;
    }
    if (gain(value, bestValue) > 0) {
      bestValue = value;
      bestEpoch = epoch;
      return true;
    }
    return false;
  }

  /** By how much a value is better; without end over none, and never if it is not a number. */
  private double gain(double value, double than) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    if (Double.isNaN(than)) {
      return Double.POSITIVE_INFINITY;
    }
    return metric.higherIsBetter() ? value - than : than - value;
  }

  boolean isTimeToStop() {
    return stopping.isPresent() && waited >= stopping.get().patience();
  }

  void save(StateWriter out) throws IOException {
    out.number(bestValue);
    out.number((long) bestEpoch);
    out.number(reference);
    out.number((long) waited);
  }

  void restore(StateReader in) throws IOException {
    bestValue = in.real();
    bestEpoch = (int) in.whole();
    reference = in.real();
    waited = (int) in.whole();
  }
}
