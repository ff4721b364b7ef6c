package io.descent.spec;

import io.descent.engine.ModelSpec;
import io.descent.web.Warning;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checked network and training.
 *
 * @param modelJson the network with every default filled in
 * @param trainingJson the training with every default filled in, the seed too
 */
public record JobSpec(
    ModelSpec model,
    TrainingSpec training,
    ObjectNode modelJson,
    ObjectNode trainingJson,
    List<Warning> warnings) {

  /** The same with layers that do not learn. */
  public JobSpec freezing(List<Integer> layers) {
    return new JobSpec(model, training.freezing(layers), modelJson, trainingJson, warnings);
  }
}
