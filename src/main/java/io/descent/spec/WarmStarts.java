package io.descent.spec;

import io.descent.dataset.Datasets;
import io.descent.engine.ModelSpec;
import io.descent.security.Owner;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.Warning;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reads of a request which model a training is to start from. */
public interface WarmStarts {

  /** What a training takes over of a model. */
  interface Start {

    /** The data set, with the categories that only the model knows. */
    Datasets.Facts dataset();

    /** Bytes of the model's weights. */
    long bytes();

    /** Notes what has no match and is to have one. */
    void check(Optional<ModelSpec> network, Problems problems);

    /** What becomes of each tensor, by its name. */
    ObjectNode carried(ModelSpec network);

    /** What is not taken over as it stands. */
    List<Warning> warnings(ModelSpec network, TrainingSpec training);
  }

  /**
   * Empty where the request names no model, or one that is not there, which is noted in its
   * problems; likewise where there is no data set to match it with.
   */
  Optional<Start> read(Owner owner, JsonFields request, Optional<Datasets.Facts> dataset);
}
