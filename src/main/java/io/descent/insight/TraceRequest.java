package io.descent.insight;

import io.descent.engine.ModelSpec;
import io.descent.engine.StepTrace;
import io.descent.engine.Updates;
import java.util.Optional;

/**
 * One step to be shown.
 *
 * @param after updates to make from where the step starts
 * @param surface what to show of the network over two of its inputs, after the updates
 */
record TraceRequest(
    StepTrace.Start start,
    Optional<Updates> after,
    boolean gradientCheck,
    Values values,
    Optional<BatchGrid> surface) {

  /** How much of its tensors an answer holds. */
  enum Values {
    /** Large ones as a summary. */
    AUTO,
    ALL,
    NONE
  }

  ModelSpec model() {
    return start.model();
  }

  /** Samples that all updates learn from together. */
  double updated() {
    return after
        .map(it -> it.batches().isEmpty() ? (double) it.steps() * start.samples() : turns(it))
        .orElse(0.0);
  }

  private static double turns(Updates updates) {
    double samples = 0;
    for (int i = 0; i < updates.steps(); i++) {
      samples += updates.batches().get(i % updates.batches().size()).samples();
    }
    return samples;
  }
}
