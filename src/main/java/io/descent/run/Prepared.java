package io.descent.run;

import io.descent.dataset.Datasets;
import io.descent.dataset.EncodedParts;
import io.descent.engine.Network;
import io.descent.engine.Trainer;
import io.descent.job.Job;
import io.descent.spec.JobSpec;
import java.util.Optional;

/**
 * All that a run needs of its job.
 *
 * @param from the network whose weights training starts from
 */
record Prepared(
    Job job, JobSpec spec, Datasets.Facts dataset, EncodedParts parts, Optional<Network> from) {

  /** A trainer before its first step. */
  Trainer trainer() {
    return from.map(
            network ->
                Trainer.start(
                    spec.model(),
                    spec.training().plan(),
                    parts.train(),
                    parts.validation(),
                    network))
        .orElseGet(
            () ->
                Trainer.start(
                    spec.model(), spec.training().plan(), parts.train(), parts.validation()));
  }
}
