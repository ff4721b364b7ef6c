package io.descent.insight;

import io.descent.engine.ModelSpec;
import io.descent.engine.NamedTensor;
import io.descent.engine.Network;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.engine.StepTrace;
import io.descent.spec.Specs;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.WholeNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads a step to be shown, with every problem. */
@Component
class TraceReader {

  private static final long LARGEST_SEED = (1L << 53) - 1;

  private final Specs specs;
  private final TraceBudget budget;

  TraceReader(Specs specs, TraceBudget budget) {
    this.specs = specs;
    this.budget = budget;
  }

  TraceRequest read(JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Optional<ModelSpec> model = fields.requiredObject("spec").flatMap(specs::readAlone);
    long seed = fields.optionalLong("seed", 0, LARGEST_SEED).orElse(0);
    boolean gradientCheck = fields.booleanOr("gradient_check", false);
    Optional<TraceRequest.After> after = fields.optionalObject("after").flatMap(this::after);
    Optional<JsonFields> batch = fields.requiredObject("batch");
    Optional<JsonFields> parameters = fields.optionalObject("parameters");
    Optional<JsonFields> state = fields.optionalObject("state");
    fields.done();
    if (model.isEmpty() || batch.isEmpty()) {
      problems.throwIfAny();
    }
    Outline outline = Outline.of(model.orElseThrow());
    budget.checkParameters(outline);
    Map<String, float[]> tensors = tensors(model.get(), parameters, state, problems);
    StepTrace.Start start = start(model.get(), outline, tensors, seed, batch.orElseThrow());
    problems.throwIfAny();
    TraceRequest request = new TraceRequest(start, after, gradientCheck);
    budget.checkWork(request, outline);
    return request;
  }

  private Optional<TraceRequest.After> after(JsonFields fields) {
    Optional<OptimizerSpec> optimizer =
        fields.requiredObject("optimizer").map(specs::readOptimizer);
    int steps = fields.requiredInt("steps", 1, budget.mostSteps()).orElse(1);
    fields.done();
    return optimizer.map(it -> new TraceRequest.After(it, steps));
  }

  private static Map<String, float[]> tensors(
      ModelSpec model,
      Optional<JsonFields> parameters,
      Optional<JsonFields> state,
      Problems problems) {
    Map<String, float[]> values = new HashMap<>();
    List<NamedTensor> known = Network.zeros(model).tensors();
    parameters.ifPresent(it -> read(it, known, true, values, problems));
    state.ifPresent(it -> read(it, known, false, values, problems));
    return values;
  }

  private static void read(
      JsonFields fields,
      List<NamedTensor> known,
      boolean trainable,
      Map<String, float[]> values,
      Problems problems) {
    for (NamedTensor tensor : known) {
      if (tensor.trainable() == trainable) {
        Optional<JsonNode> node = fields.node(tensor.name());
        String pointer = fields.pointer(tensor.name());
        node.map(it -> NestedNumbers.read(it, pointer, tensor.shape(), problems))
            .ifPresent(it -> values.put(tensor.name(), it));
      }
    }
    fields.done();
  }

  private StepTrace.Start start(
      ModelSpec model, Outline outline, Map<String, float[]> tensors, long seed, JsonFields batch) {
    List<JsonNode> x = batch.requiredArray("x").orElse(List.of());
    List<JsonNode> t = batch.requiredArray("t").orElse(List.of());
    batch.done();
    if (x.isEmpty() || x.size() != t.size()) {
      String detail = "must have as many rows as t and at least one, has " + x.size();
      batch.problems().invalid(batch.pointer("x"), detail + " against " + t.size());
      batch.problems().throwIfAny();
    }
    budget.checkBatch(x.size(), outline);
    outline
        .batchProblem(x.size(), x.size())
        .ifPresent(
            it ->
                batch
                    .problems()
                    .invalid(batch.pointer("x"), "layer " + it.layer() + ": " + it.detail()));
    batch.problems().throwIfAny();
    Shape output = outline.layers().getLast().output();
    float[] inputs = rows(batch, "x", x, model.inputShape());
    float[] targets =
        model.loss().takesClass()
            ? classes(batch, t, output)
            : rows(batch, "t", t, Shape.of(Math.toIntExact(output.size())));
    return new StepTrace.Start(model, tensors, seed, 0, inputs, targets, x.size());
  }

  private static float[] rows(JsonFields batch, String name, List<JsonNode> rows, Shape shape) {
    int size = Math.toIntExact(shape.size());
    float[] values = new float[rows.size() * size];
    for (int i = 0; i < rows.size(); i++) {
      String pointer = batch.pointer(name) + "/" + i;
      float[] row = NestedNumbers.read(rows.get(i), pointer, shape, batch.problems());
      System.arraycopy(row, 0, values, i * size, size);
    }
    return values;
  }

  private static float[] classes(JsonFields batch, List<JsonNode> rows, Shape output) {
    float[] classes = new float[rows.size()];
    for (int i = 0; i < classes.length; i++) {
      String pointer = batch.pointer("t") + "/" + i;
      classes[i] =
          WholeNumber.read(rows.get(i), pointer, 0, output.size() - 1, batch.problems()).orElse(0);
    }
    return classes;
  }
}
