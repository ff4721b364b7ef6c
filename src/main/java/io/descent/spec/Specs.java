package io.descent.spec;

import io.descent.dataset.Datasets;
import io.descent.dataset.Schema;
import io.descent.engine.ModelSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and checks networks and trainings. */
@Component
public class Specs {

  private final Limits limits;

  public Specs(Limits limits) {
    this.limits = limits;
  }

  /**
   * Checks a job's {@code model} and {@code training} against its data set.
   *
   * @throws io.descent.web.ProblemException with every problem found, pointers below {@code /model}
   *     and {@code /training}
   */
  public JobSpec read(
      @Nullable JsonNode model, @Nullable JsonNode training, Datasets.Facts dataset) {
    Problems problems = new Problems();
    SpecReading.Understood understood =
        reading(Optional.of(dataset.schema()), problems)
            .read(required(model, "/model", problems), required(training, "/training", problems));
    problems.throwIfAny();
    ModelSpec spec = understood.network().spec().orElseThrow();
    return new JobSpec(
        spec,
        understood.training(),
        ModelJson.of(spec),
        TrainingJson.of(understood.training()),
        understood.warnings());
  }

  /** Reads again what {@link JobSpec} holds as JSON. */
  public JobSpec reread(ObjectNode model, ObjectNode training, Datasets.Facts dataset) {
    return read(model, training, dataset);
  }

  /**
   * Reads a network that states its own {@code input_shape}.
   *
   * @return empty where something is wrong, which is noted in the fields' problems
   */
  public Optional<ModelSpec> readAlone(JsonFields model) {
    ReadModel read = new ModelReader(limits).read(model);
    NetworkCheck check =
        new NetworkCheck(read, Optional.empty(), model.pointer(), model.problems());
    return check.check().spec().filter(_ -> read.loss().isPresent());
  }

  /** Reads an optimizer; what is left out becomes the default. */
  public OptimizerSpec readOptimizer(JsonFields optimizer) {
    return new OptimizerReader(optimizer).read();
  }

  SpecReading reading(Optional<Schema> schema, Problems problems) {
    return new SpecReading(limits, schema, problems);
  }

  private static JsonFields required(@Nullable JsonNode node, String pointer, Problems problems) {
    return JsonFields.of(node == null ? MissingNode.getInstance() : node, pointer, problems);
  }
}
