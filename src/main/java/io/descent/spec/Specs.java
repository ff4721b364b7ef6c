package io.descent.spec;

import io.descent.dataset.Datasets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and checks networks and trainings. */
public interface Specs {

  /**
   * Checks a job's {@code model} and {@code training} against its data set.
   *
   * @throws io.descent.web.ProblemException with every problem found, pointers below {@code /model}
   *     and {@code /training}
   */
  JobSpec read(@Nullable JsonNode model, @Nullable JsonNode training, Datasets.Facts dataset);

  /** Reads again what {@link JobSpec} holds as JSON. */
  JobSpec reread(ObjectNode model, ObjectNode training, Datasets.Facts dataset);
}
