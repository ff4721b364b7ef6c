package io.descent.spec;

import io.descent.dataset.Schema;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.web.Problems;
import java.util.Optional;

/**
 * Checks how a network's layers fit each other, what goes in, and the data set if there is one.
 *
 * @param pointer of the network in the request
 */
record NetworkCheck(ReadModel model, Optional<Schema> schema, String pointer, Problems problems) {

  /** Everything known of the network: of layers that could not be read, nothing. */
  Network check() {
    Optional<Shape> input = input();
    if (input.isEmpty() || model.readable().isEmpty()) {
      return new Network(input, Optional.empty(), Optional.empty());
    }
    LossSpec loss = model.loss().orElse(LossSpec.MSE);
    ModelSpec spec = new ModelSpec(input.get(), model.readable(), loss);
    Outline outline = Outline.of(spec);
    for (Outline.Problem problem : outline.problems()) {
      String field = problem.field().isEmpty() ? "" : "/" + problem.field();
      problems.invalid(layerPointer(problem.layer()) + field, problem.detail());
    }
    outline.layers().forEach(this::checkStated);
    boolean whole = model.complete() && outline.problems().isEmpty();
    return new Network(input, whole ? Optional.of(spec) : Optional.empty(), Optional.of(outline));
  }

  /**
   * @param spec empty where something is wrong with the layers
   * @param outline of the layers before the first that could not be read
   */
  record Network(Optional<Shape> input, Optional<ModelSpec> spec, Optional<Outline> outline) {}

  /** A data set's table may be stated by its raw columns or by what the first layer sees. */
  private Optional<Shape> input() {
    String at = pointer + "/input_shape";
    if (schema.isEmpty()) {
      if (model.inputShape().isEmpty()) {
        problems.invalid(at, "is needed where no data set is given");
      }
      return model.inputShape();
    }
    Shape raw = schema.get().inputShape();
    Shape encoded = schema.get().encodedShape();
    model
        .inputShape()
        .filter(given -> !given.equals(raw) && !given.equals(encoded))
        .ifPresent(given -> problems.invalid(at, "is " + given + ", but the data set has " + raw));
    return Optional.of(encoded);
  }

  private void checkStated(Outline.Layer layer) {
    ReadModel.ReadLayer read = model.layers().get(layer.index());
    if (read.stated().isEmpty()) {
      return;
    }
    long gives = layer.type().equals("affine") ? layer.input().size() : layer.input().dim(0);
    if (read.stated().getAsInt() != gives) {
      String before =
          layer.index() == 0 ? "the input has " : "layer " + (layer.index() - 1) + " gives ";
      problems.invalid(
          layerPointer(layer.index()) + "/" + read.statedField(),
          "got " + read.stated().getAsInt() + ", but " + before + gives);
    }
  }

  private String layerPointer(int index) {
    return pointer + "/layers/" + index;
  }
}
