package io.descent.sweep;

import io.descent.dataset.Datasets;
import io.descent.engine.EpochMetric;
import io.descent.engine.Task;
import io.descent.job.JobOptions;
import io.descent.security.Owner;
import io.descent.spec.JobSpec;
import io.descent.spec.Specs;
import io.descent.spec.TestDatasets;
import io.descent.storage.Labels;
import io.descent.web.FieldError;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked for: readable, and its parts fit together; its points are still to be checked.
 *
 * @param body with the model and the training in which the settings have their places
 */
record SweepRequest(
    ObjectNode body,
    Datasets.Facts dataset,
    Labels labels,
    Optional<String> name,
    SweepSpace space,
    Strategy strategy,
    Optional<String> metric,
    Optional<String> goal,
    OptionalInt parallel,
    JobOptions options,
    long seed) {

  private static final int DEFAULT_SEED = 1;

  private static final String OPTIMIZER = "/training/optimizer/";

  /** Characters of a column. */
  private static final int MOST_TEXT = 1_000_000;

  /**
   * @throws ProblemException with everything that is wrong
   */
  static SweepRequest read(Owner owner, JsonBody body, Datasets datasets, Specs specs) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Optional<Datasets.Facts> dataset = dataset(owner, fields, datasets);
    Labels labels = Labels.read(fields);
    fields.requiredObject("model");
    fields.requiredObject("training");
    JsonNode request = completed(body.node());
    SweepSpace space =
        fields
            .requiredObject("space")
            .map(it -> SweepSpace.read(it, request))
            .orElseGet(() -> new SweepSpace(new TreeMap<>()));
    Optional<Strategy> strategy = fields.requiredObject("strategy").flatMap(Strategy::read);
    Optional<String> name = fields.optionalName("name");
    Optional<String> metric = fields.optionalChoice("metric", metrics(dataset));
    Optional<String> goal = fields.optionalChoice("goal", List.of("minimize", "maximize"));
    OptionalInt parallel = fields.optionalInt("parallel", 1, Limits.SWEEP_TRIALS);
    JobOptions options = JobOptions.read(fields);
    long seed = fields.optionalLong("seed", 0, Limits.SEED).orElse(DEFAULT_SEED);
    fields.done();
    checkLength(body, problems);
    strategy.ifPresent(it -> it.check(space, body.node(), problems));
    if (!problems.isEmpty() && request instanceof ObjectNode all) {
      dataset.ifPresent(
          it -> tellOfBase(all, it, TestDatasets.of(datasets, owner), specs, problems));
    }
    problems.throwIfAny();
    return new SweepRequest(
        (ObjectNode) request,
        dataset.orElseThrow(),
        labels,
        name,
        space,
        strategy.orElseThrow(),
        metric,
        goal,
        parallel,
        options,
        seed);
  }

  /** With the optimizer that a training has by default, where only its settings are tried. */
  private static JsonNode completed(JsonNode request) {
    boolean tried =
        request.path("space").propertyStream().anyMatch(it -> it.getKey().startsWith(OPTIMIZER));
    if (!tried || !(request.path("training") instanceof ObjectNode training)) {
      return request;
    }
    ObjectNode copy = request.deepCopy().asObject();
    if (!training.has("optimizer")) {
      copy.withObject("training").putObject("optimizer").put("type", "sgd");
    }
    return copy;
  }

  /**
   * Where the points are not known, what is wrong with all of them: what the model and the training
   * say apart from the settings.
   */
  private static void tellOfBase(
      ObjectNode request,
      Datasets.Facts dataset,
      TestDatasets tests,
      Specs specs,
      Problems problems) {
    try {
      specs.read(request.path("model"), request.path("training"), dataset, tests);
    } catch (ProblemException e) {
      for (Object error : e.errors()) {
        if (error instanceof FieldError(String pointer, String detail)
            && request.path("space").propertyStream().noneMatch(it -> has(it.getKey(), pointer))) {
          problems.note(e.kind(), pointer, detail);
        }
      }
    }
  }

  private static boolean has(String setting, String pointer) {
    return pointer.equals(setting) || pointer.startsWith(setting + "/");
  }

  /** They are kept as they came. */
  private static void checkLength(JsonBody body, Problems problems) {
    for (String part : List.of("model", "training", "space")) {
      if (body.node().path(part).toString().length() > MOST_TEXT) {
        problems.invalid("/" + part, "must be of up to " + MOST_TEXT + " characters");
      }
    }
  }

  private static Optional<Datasets.Facts> dataset(
      Owner owner, JsonFields fields, Datasets datasets) {
    Optional<UUID> id = fields.requiredReference("dataset", it -> datasets.newest(owner, it));
    Optional<Datasets.Facts> dataset = id.flatMap(it -> datasets.find(owner, it));
    if (id.isPresent() && dataset.isEmpty()) {
      fields.problems().invalid("/dataset_id", "there is no data set " + id.get());
    }
    return dataset;
  }

  /** Without a data set whose task is known, those of either. */
  private static List<String> metrics(Optional<Datasets.Facts> dataset) {
    return Arrays.stream(EpochMetric.values())
        .flatMap(
            metric ->
                dataset
                    .map(it -> List.of(metric.name(it.schema().task())))
                    .orElseGet(() -> Arrays.stream(Task.values()).map(metric::name).toList())
                    .stream())
        .toList();
  }

  /** The model and the training that all trials have in common, with a seed. */
  ObjectNode base() {
    ObjectNode base = JsonNodeFactory.instance.objectNode();
    base.set("model", body.path("model").deepCopy());
    base.set("training", body.path("training").deepCopy());
    ObjectNode training = base.withObject("training");
    if (!training.has("seed")) {
      training.put("seed", seed);
    }
    return base;
  }

  /**
   * The row of a sweep of these trials, but for its id, its owner and its times.
   *
   * @throws ProblemException where its metric is not measured
   */
  Sweep sweep(List<JobSpec> points) {
    boolean validates = points.stream().allMatch(it -> it.training().split().validation() > 0);
    if (metric.filter(it -> it.startsWith("validation")).isPresent() && !validates) {
      String detail = "there is no validation part to measure it on";
      throw ProblemException.fields(
          ProblemKind.INVALID, List.of(new FieldError("/metric", detail)));
    }
    Sweep sweep = new Sweep();
    sweep.labels = labels;
    sweep.name = name.orElse(dataset.name());
    sweep.datasetId = dataset.id();
    sweep.model = body.path("model");
    sweep.training = body.path("training");
    sweep.space = body.path("space");
    sweep.strategy = strategy.json();
    sweep.metric = metric.orElse(validates ? "validation_loss" : "train_loss");
    sweep.maximize = goal.map("maximize"::equals).orElse(sweep.metric().higherIsBetter());
    sweep.parallel = parallel.isPresent() ? parallel.getAsInt() : null;
    sweep.priority = (short) options.priority();
    sweep.threads = options.mostThreads();
    sweep.seed = seed;
    sweep.trials = points.size();
    sweep.epochs =
        points.stream().mapToInt(it -> it.training().plan().epochs()).max().orElseThrow();
    return sweep;
  }
}
