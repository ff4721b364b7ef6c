package io.descent.spec;

import io.descent.dataset.Datasets;
import io.descent.dataset.Schema;
import io.descent.engine.ModelSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.List;
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

  /**
   * Reads what {@link JobSpec} holds as JSON. What was accepted once stays accepted: the limits and
   * the memory of today do not matter.
   *
   * @throws DamagedSpec where it is not what was stored, or no longer fits its data set
   */
  public JobSpec stored(ObjectNode model, ObjectNode training, Datasets.Facts dataset) {
    ModelSpec network = storedModel(model);
    Problems problems = new Problems();
    if (!network.inputShape().equals(dataset.schema().encodedShape())) {
      problems.invalid("/model/input_shape", "is not that of the data set");
    }
    TrainingSpec plan =
        new TrainingReader(Integer.MAX_VALUE)
            .read(required(training, "/training", problems), Optional.of(dataset.schema().task()));
    if (!problems.isEmpty()) {
      throw new DamagedSpec(problems.errors());
    }
    return new JobSpec(network, plan, model, training, List.of());
  }

  /**
   * Reads the network of {@link JobSpec#modelJson}, whatever the limits of today are.
   *
   * @throws DamagedSpec where it is not what was stored
   */
  public ModelSpec storedModel(JsonNode model) {
    Problems problems = new Problems();
    JsonFields fields = required(model, "/model", problems);
    return network(new ModelReader(Integer.MAX_VALUE).read(fields), fields)
        .filter(_ -> problems.isEmpty())
        .orElseThrow(() -> new DamagedSpec(problems.errors()));
  }

  /**
   * Reads a network that states its own {@code input_shape}.
   *
   * @return empty where something is wrong, which is noted in the fields' problems
   */
  public Optional<ModelSpec> readAlone(JsonFields model) {
    return network(new ModelReader(limits.layers()).read(model), model);
  }

  private static Optional<ModelSpec> network(ReadModel read, JsonFields model) {
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
