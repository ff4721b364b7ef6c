package io.descent.insight;

import io.descent.engine.ModelSpec;
import io.descent.engine.NamedTensor;
import io.descent.engine.Network;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.Outline;
import io.descent.engine.StepTrace;
import io.descent.engine.Updates;
import io.descent.spec.Specs;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads a step to be shown, with every problem. */
@Component
class TraceReader {

  private final Specs specs;
  private final TraceBudget budget;

  TraceReader(Specs specs, TraceBudget budget) {
    this.specs = specs;
    this.budget = budget;
  }

  /** What is asked of a step, whatever its network. */
  private record Wishes(
      boolean gradientCheck,
      TraceRequest.Values values,
      Optional<After> after,
      Optional<List<JsonNode>> batches,
      Optional<Picture> surface) {}

  private record Picture(GridReader grid, boolean units) {}

  private record After(
      Optional<OptimizerSpec> optimizer,
      int steps,
      OptionalLong first,
      Optional<JsonFields> slots) {}

  /** A step of a network that the request gives. */
  TraceRequest read(JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Optional<ModelSpec> model = fields.requiredObject("spec").flatMap(specs::readBare);
    long seed = fields.optionalLong("seed", 0, Limits.SEED).orElse(0);
    Wishes wishes = wishes(fields);
    Optional<JsonFields> batch = fields.requiredObject("batch");
    Optional<JsonFields> parameters = fields.optionalObject("parameters");
    Optional<JsonFields> state = fields.optionalObject("state");
    Optional<List<JsonNode>> weights = fields.optionalArray("class_weights");
    fields.done();
    if (model.isEmpty() || batch.isEmpty()) {
      problems.throwIfAny();
    }
    ModelSpec spec = model.orElseThrow();
    Outline outline = Outline.of(spec);
    budget.checkParameters(outline);
    Map<String, float[]> tensors = new HashMap<>();
    List<NamedTensor> known = Network.zeros(spec).tensors();
    parameters.ifPresent(it -> read(it, known, NamedTensor::trainable, tensors));
    state.ifPresent(it -> read(it, known, tensor -> !tensor.trainable(), tensors));
    ExamplesReader examples = new ExamplesReader(spec, outline, budget, problems);
    List<Double> byClass =
        weights.map(it -> examples.classWeights(it, "/class_weights")).orElse(List.of());
    Optional<StepTrace.Start> start =
        examples
            .read(batch.orElseThrow())
            .map(it -> new StepTrace.Start(spec, tensors, seed, 0, it.x(), it.t(), it.samples()))
            .map(it -> it.weighing(byClass));
    if (start.isEmpty()) {
      problems.throwIfAny();
    }
    return complete(start.orElseThrow(), wishes, examples, problems);
  }

  /** What is asked of a step that is known. */
  TraceRequest read(JsonBody body, StepTrace.Start start) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Wishes wishes = wishes(fields);
    fields.done();
    Outline outline = Outline.of(start.model());
    return complete(
        start, wishes, new ExamplesReader(start.model(), outline, budget, problems), problems);
  }

  private Wishes wishes(JsonFields fields) {
    return new Wishes(
        fields.booleanOr("gradient_check", false),
        fields.choiceOr("values", TraceRequest.Values.AUTO),
        fields.optionalObject("after").map(this::after),
        fields.optionalArray("batches"),
        fields.optionalObject("surface").map(TraceReader::picture));
  }

  private static Picture picture(JsonFields fields) {
    Picture picture = new Picture(new GridReader(fields), fields.booleanOr("units", false));
    fields.done();
    return picture;
  }

  private After after(JsonFields fields) {
    Optional<OptimizerSpec> optimizer =
        fields.requiredObject("optimizer").map(specs::readOptimizer);
    int steps = fields.requiredInt("steps", 1, budget.mostSteps()).orElse(1);
    OptionalLong first = fields.optionalLong("first_update", 1, Integer.MAX_VALUE);
    Optional<JsonFields> slots = fields.optionalObject("slots");
    fields.done();
    return new After(optimizer, steps, first, slots);
  }

  private TraceRequest complete(
      StepTrace.Start given, Wishes wishes, ExamplesReader examples, Problems problems) {
    List<StepTrace.Examples> batches = batches(wishes, examples, problems);
    Optional<Updates> updates =
        wishes
            .after()
            .flatMap(it -> it.optimizer().map(by -> new Updates(by, it.steps(), batches)));
    StepTrace.Start start =
        updates.isEmpty() ? given : begin(given, updates.get(), wishes.after().orElseThrow());
    Optional<BatchGrid> surface =
        wishes.surface().flatMap(it -> BatchGrid.over(start, it.grid(), it.units()));
    problems.throwIfAny();
    TraceRequest request =
        new TraceRequest(start, updates, wishes.gradientCheck(), wishes.values(), surface);
    budget.checkWork(request, Outline.of(start.model()));
    return request;
  }

  private static List<StepTrace.Examples> batches(
      Wishes wishes, ExamplesReader examples, Problems problems) {
    List<StepTrace.Examples> batches = new ArrayList<>();
    List<JsonNode> nodes =
        wishes.batches().filter(_ -> wishes.after().isPresent()).orElse(List.of());
    if (wishes.batches().isPresent() && nodes.isEmpty()) {
      problems.invalid(
          "/batches", "must be batches for the steps of after, which take them in turn");
    }
    for (int i = 0; i < nodes.size() && !problems.full(); i++) {
      JsonFields fields = JsonFields.of(nodes.get(i), "/batches/" + i, problems);
      examples.read(fields).ifPresent(batches::add);
    }
    return batches;
  }

  /** The updates before, and what an optimizer has kept of them. */
  private static StepTrace.Start begin(StepTrace.Start given, Updates updates, After after) {
    Map<String, float[]> slots = new HashMap<>(given.slots());
    after
        .slots()
        .ifPresent(
            fields -> {
              slots.clear();
              read(fields, updates.slots(given.model()), _ -> true, slots);
            });
    return given.continuing(after.first().orElse(given.step() + 1) - 1, slots);
  }

  private static void read(
      JsonFields fields,
      List<NamedTensor> known,
      Predicate<NamedTensor> wanted,
      Map<String, float[]> values) {
    for (NamedTensor tensor : known.stream().filter(wanted).toList()) {
      Optional<JsonNode> node = fields.node(tensor.name());
      String pointer = fields.pointer(tensor.name());
      node.map(it -> NestedNumbers.read(it, pointer, tensor.shape(), fields.problems()))
          .ifPresent(it -> values.put(tensor.name(), it));
    }
    fields.done();
  }
}
