package io.descent.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The trials of a rung from the best to the worst: by the best value so far and then by number, and
 * those without a value last. Never by which came first, so that the same trials win wherever and
 * however often they were interrupted.
 */
record Ranking(boolean higherIsBetter) {

  /**
   * @param value the best so far; empty of one that diverged or was ended otherwise
   */
  record Standing(int trial, OptionalDouble value) {}

  List<Integer> of(List<Standing> trials) {
    Comparator<Standing> better = Comparator.comparingDouble(this::badness);
    return trials.stream()
        .sorted(better.thenComparingInt(Standing::trial))
        .map(Standing::trial)
        .toList();
  }

  private double badness(Standing standing) {
    if (standing.value().isEmpty() || !Double.isFinite(standing.value().getAsDouble())) {
      return Double.POSITIVE_INFINITY;
    }
    double value = standing.value().getAsDouble();
    // Without the sign of zero, which a comparison of doubles would tell apart
    return (higherIsBetter ? -value : value) + 0.0;
  }
}
