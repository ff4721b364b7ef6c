package io.descent.spec;

import io.descent.dataset.Datasets;
import io.descent.dataset.Schema;
import io.descent.engine.Field;
import io.descent.engine.ModelSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.Outline;
import io.descent.security.Owner;
import io.descent.spec.NetworkReader.Network;
import io.descent.web.AnswerExecutor;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import io.descent.web.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and checks networks and trainings. */
@Component
public class Specs {

  private static final int ANY = Integer.MAX_VALUE;

  /** So many are checked at once, without waiting for a turn. */
  private static final int LIGHT_LAYERS = 100;

  private final Limits limits;
  private final TrainingRoom room;
  private final AnswerExecutor answers;

  @Autowired
  public Specs(Limits limits, TrainingRoom room, AnswerExecutor answers) {
    this.limits = limits;
    this.room = room;
    this.answers = answers;
  }

  /** Where no other process trains. */
  public Specs(Limits limits) {
    this(limits, TrainingMemory::limit, new AnswerExecutor(Duration.ofSeconds(1), 1, 1));
  }

  /** As the other, of a training whose weights are drawn. */
  public JobSpec read(
      @Nullable JsonNode model,
      @Nullable JsonNode training,
      Datasets.Facts dataset,
      TestDatasets datasets) {
    return read(model, training, dataset, datasets, 0);
  }

  /**
   * Checks a job's {@code model} and {@code training} against its data set.
   *
   * @param datasets those of the same owner, to test on
   * @param carried bytes of the weights that the training starts from
   * @throws io.descent.web.ProblemException with every problem found, pointers below {@code /model}
   *     and {@code /training}
   */
  public JobSpec read(
      @Nullable JsonNode model,
      @Nullable JsonNode training,
      Datasets.Facts dataset,
      TestDatasets datasets,
      long carried) {
    Problems problems = new Problems();
    Understood understood =
        understand(
            dataset.owner(),
            required(model, "/model", problems),
            required(training, "/training", problems),
            Optional.of(dataset.schema()),
            datasets,
            carried);
    problems.throwIfAny();
    ModelSpec spec = understood.network().spec().orElseThrow();
    return new JobSpec(
        spec,
        understood.training(),
        SpecJson.of(spec),
        SpecJson.of(understood.training()),
        understood.warnings());
  }

  /**
   * What could be read, every problem noted.
   *
   * @param memory bytes of the training, where all of it is known
   * @param updates of the whole training, where its rows are known
   */
  public record Understood(
      Network network,
      TrainingSpec training,
      OptionalLong memory,
      OptionalLong updates,
      List<Warning> warnings) {

    /** Empty where something is wrong with the layers. */
    public Optional<ModelSpec> spec() {
      return network.spec();
    }
  }

  /** A network of many layers waits for a turn among the answers that take long. */
  public Understood understand(
      Owner owner,
      JsonFields model,
      JsonFields training,
      Optional<Schema> schema,
      TestDatasets datasets,
      long carried) {
    int layers = model.node("layers").map(JsonNode::size).orElse(0);
    if (layers <= LIGHT_LAYERS) {
      return understand(model, training, schema, datasets, carried);
    }
    try {
      return answers.compute(
          owner.name(),
          limits.answer(),
          _ -> understand(model, training, schema, datasets, carried));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Understood understand(
      JsonFields model,
      JsonFields training,
      Optional<Schema> schema,
      TestDatasets datasets,
      long carried) {
    List<Warning> warnings = new ArrayList<>();
    Problems problems = model.problems();
    Network network = new NetworkReader(model, schema).read(1, limits.layers());
    TrainingReader reader = new TrainingReader(training, datasets::newest);
    TrainingSpec asked = reader.read(schema, limits.epochs());
    warnings.addAll(reader.warnings());
    TrainingCheck check =
        new TrainingCheck(limits, schema, datasets, training.pointer(), problems, warnings);
    TrainingSpec fitted = check.fitToRows(asked);
    Optional<Schema> test = check.testedOn(fitted.split());
    OptionalLong updates = check.updates(fitted);
    if (network.spec().isEmpty() || network.outline().isEmpty()) {
      return new Understood(network, fitted, OptionalLong.empty(), updates, List.copyOf(warnings));
    }
    ModelSpec spec = network.spec().get();
    Outline outline = network.outline().get();
    network
        .loss()
        .map(_ -> new LossCheck(spec, outline, model.pointer(), problems, warnings))
        .ifPresent(it -> it.check(schema));
    check.checkBatches(fitted, outline);
    check.checkWork(fitted, outline);
    long memory = check.checkMemory(fitted, spec, test, carried, model.pointer(), room);
    return new Understood(network, fitted, OptionalLong.of(memory), updates, List.copyOf(warnings));
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
    TrainingSpec plan = training(training, dataset, problems);
    return new JobSpec(network, plan, model, training, List.of());
  }

  /**
   * Reads {@link JobSpec#trainingJson}.
   *
   * @throws DamagedSpec where it is not what was stored, or is not for this data set
   */
  public TrainingSpec storedTraining(JsonNode training, Datasets.Facts dataset) {
    return training(training, dataset, new Problems());
  }

  private static TrainingSpec training(
      JsonNode training, Datasets.Facts dataset, Problems problems) {
    TrainingSpec plan =
        new TrainingReader(required(training, "/training", problems), _ -> Optional.empty())
            .read(Optional.of(dataset.schema()), ANY);
    if (!problems.isEmpty()) {
      throw new DamagedSpec(problems.errors());
    }
    return plan;
  }

  /**
   * Reads the network of {@link JobSpec#modelJson}, whatever the limits of today are.
   *
   * @throws DamagedSpec where it is not what was stored
   */
  public ModelSpec storedModel(JsonNode model) {
    Problems problems = new Problems();
    return alone(required(model, "/model", problems), ANY)
        .filter(_ -> problems.isEmpty())
        .orElseThrow(() -> new DamagedSpec(problems.errors()));
  }

  /**
   * Reads a network that states its own {@code input_shape}.
   *
   * @return empty where something is wrong, which is noted in the fields' problems
   */
  public Optional<ModelSpec> readAlone(JsonFields model) {
    return alone(model, limits.layers());
  }

  /** As {@link #readAlone}, of a network that may have no layer: its loss is given the input. */
  public Optional<ModelSpec> readBare(JsonFields model) {
    Network network = new NetworkReader(model, Optional.empty()).read(0, limits.layers());
    return network.loss().flatMap(_ -> network.spec());
  }

  private static Optional<ModelSpec> alone(JsonFields model, int mostLayers) {
    Network network = new NetworkReader(model, Optional.empty()).read(1, mostLayers);
    return network.loss().flatMap(_ -> network.spec());
  }

  /** Reads an optimizer; what is left out becomes the default. */
  public OptimizerSpec readOptimizer(JsonFields optimizer) {
    return FieldReader.read(optimizer, OptimizerSpec.kinds(), Field::standIn)
        .orElseGet(OptimizerSpec::standard);
  }

  private static JsonFields required(@Nullable JsonNode node, String pointer, Problems problems) {
    return JsonFields.of(node == null ? MissingNode.getInstance() : node, pointer, problems);
  }
}
