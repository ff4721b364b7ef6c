package io.descent.insight;

import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.engine.StepTrace;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.WholeNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads samples with their targets for a network. */
final class ExamplesReader {

  private final ModelSpec model;
  private final Outline outline;
  private final TraceBudget budget;
  private final Problems problems;
  private boolean ofClasses;

  ExamplesReader(ModelSpec model, Outline outline, TraceBudget budget, Problems problems) {
    this.model = model;
    this.outline = outline;
    this.budget = budget;
    this.problems = problems;
  }

  /** A weight a class: from here on targets have to tell one. */
  List<Double> classWeights(List<JsonNode> nodes, String pointer) {
    int outputs = outline.outputs(model.inputShape()).dim(0);
    boolean binary = model.loss() == LossSpec.BCE_LOGITS;
    if (binary && outputs != 1) {
      problems.invalid(pointer, "weighs classes, which bce_logits tells with one output only");
      return List.of();
    }
    int classes = binary ? 2 : outputs;
    float[] weights =
        NestedNumbers.read(
            JsonNodeFactory.instance.arrayNode().addAll(nodes),
            pointer,
            Shape.of(classes),
            problems);
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < Math.min(nodes.size(), weights.length); i++) {
      all.add(nodes.get(i).asDouble(1));
      if (nodes.get(i).isNumber() && all.getLast() <= 0) {
        problems.invalid(pointer + "/" + i, "must be above 0, is " + nodes.get(i));
      }
    }
    ofClasses = true;
    return all;
  }

  Optional<StepTrace.Examples> read(JsonFields batch) {
    List<JsonNode> x = batch.requiredArray("x").orElse(List.of());
    List<JsonNode> t = batch.requiredArray("t").orElse(List.of());
    batch.done();
    if (x.isEmpty() || x.size() != t.size()) {
      String detail = "must have as many rows as t and at least one, has " + x.size();
      problems.invalid(batch.pointer("x"), detail + " against " + t.size());
      return Optional.empty();
    }
    budget.checkBatch(x.size(), outline);
    Optional<Outline.Problem> size = outline.batchProblem(x.size(), x.size());
    if (size.isPresent()) {
      String detail = "layer " + size.get().layer() + ": " + size.get().detail();
      problems.invalid(batch.pointer("x"), detail);
      return Optional.empty();
    }
    Shape outputs = outline.outputs(model.inputShape());
    float[] inputs = rows(x, batch.pointer("x"), model.inputShape());
    float[] targets =
        model.loss().takesClass()
            ? classes(t, batch.pointer("t"), outputs.dim(0))
            : rows(t, batch.pointer("t"), outputs);
    if (ofClasses && model.loss() == LossSpec.MSE) {
      requireOneHot(targets, outputs.dim(0), batch.pointer("t"));
    }
    return Optional.of(new StepTrace.Examples(inputs, targets, x.size()));
  }

  private void requireOneHot(float[] targets, int classes, String pointer) {
    for (int i = 0; i < targets.length / classes; i++) {
      oneHot(Arrays.copyOfRange(targets, i * classes, (i + 1) * classes), pointer + "/" + i);
    }
  }

  private float[] rows(List<JsonNode> rows, String pointer, Shape shape) {
    int size = Math.toIntExact(shape.size());
    float[] values = new float[rows.size() * size];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = NestedNumbers.read(rows.get(i), pointer + "/" + i, shape, problems);
      System.arraycopy(row, 0, values, i * size, size);
    }
    return values;
  }

  private float[] classes(List<JsonNode> rows, String pointer, int classes) {
    float[] numbers = new float[rows.size()];
    for (int i = 0; i < numbers.length; i++) {
      String at = pointer + "/" + i;
      numbers[i] =
          rows.get(i).isArray()
              ? oneHot(NestedNumbers.read(rows.get(i), at, Shape.of(classes), problems), at)
              : WholeNumber.read(rows.get(i), at, 0, classes - 1L, problems).orElse(0);
    }
    return numbers;
  }

  private int oneHot(float[] row, String pointer) {
    int[] ones = IntStream.range(0, row.length).filter(k -> row[k] == 1).toArray();
    long zeros = IntStream.range(0, row.length).filter(k -> row[k] == 0).count();
    if (ones.length != 1 || zeros != row.length - 1) {
      problems.invalid(pointer, "must be a class number, or one-hot: a single 1, and 0 otherwise");
      return 0;
    }
    return ones[0];
  }
}
