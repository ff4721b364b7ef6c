package io.descent.insight;

import io.descent.engine.ModelSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.StepTrace;
import java.util.Optional;

/**
 * One step to be shown.
 *
 * @param after updates to make on the same batch
 */
record TraceRequest(StepTrace.Start start, Optional<After> after, boolean gradientCheck) {

  record After(OptimizerSpec optimizer, int steps) {}

  ModelSpec model() {
    return start.model();
  }
}
