package io.descent.spec;

import io.descent.dataset.Schema;
import io.descent.engine.Field;
import io.descent.engine.Kind;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.web.FieldError;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads a network, and checks what goes in and how its layers fit each other. */
final class NetworkReader {

  private static final int MOST_DIMENSIONS = 3;

  private final JsonFields fields;
  private final Optional<Schema> schema;
  private final Problems problems;
  private final List<Statement> statements = new ArrayList<>();

  /** A size that a layer says of its input. */
  private record Statement(int layer, String pointer, Kind.Stated size, int value) {}

  /**
   * A network as far as it is known.
   *
   * @param spec empty where something is wrong with the layers; of a loss that cannot be read it
   *     has another
   * @param outline of the layers before the first that could not be read
   * @param loss empty where it cannot be read
   */
  record Network(
      Optional<Shape> input,
      Optional<ModelSpec> spec,
      Optional<Outline> outline,
      Optional<LossSpec> loss) {}

  NetworkReader(JsonFields fields, Optional<Schema> schema) {
    this.fields = fields;
    this.schema = schema;
    this.problems = fields.problems();
  }

  /**
   * @param fewestLayers 0 where the loss may be given the input
   */
  Network read(int fewestLayers, int mostLayers) {
    // Generated clients send a list that nobody filled
    Optional<Shape> stated =
        fields.optionalArray("input_shape").filter(it -> !it.isEmpty()).flatMap(this::shape);
    List<Optional<LayerSpec>> layers =
        fields
            .requiredArray("layers")
            .map(it -> layers(it, fewestLayers, mostLayers))
            .orElse(List.of());
    Optional<LossSpec> loss = fields.requiredChoice("loss", LossSpec.class);
    fields.done();
    return check(input(stated), fewestLayers, layers, loss);
  }

  private Optional<Shape> shape(List<JsonNode> nodes) {
    String pointer = fields.pointer("input_shape");
    if (nodes.size() > MOST_DIMENSIONS) {
      problems.invalid(
          pointer, "must have 1 to " + MOST_DIMENSIONS + " dimensions, has " + nodes.size());
      return Optional.empty();
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      OptionalLong dim =
          WholeNumber.read(nodes.get(i), pointer + "/" + i, 1, Integer.MAX_VALUE, problems);
      dim.ifPresent(it -> dims.add((int) it));
    }
    return dims.size() == nodes.size() ? Optional.of(new Shape(dims)) : Optional.empty();
  }

  private List<Optional<LayerSpec>> layers(List<JsonNode> nodes, int fewest, int most) {
    if (nodes.size() < fewest || nodes.size() > most) {
      problems.invalid(
          fields.pointer("layers"),
          "must be " + fewest + " to " + most + " layers, are " + nodes.size());
      return List.of();
    }
    List<Optional<LayerSpec>> layers = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      layers.add(layer(JsonFields.of(nodes.get(i), layerPointer(i), problems), i));
    }
    return layers;
  }

  private Optional<LayerSpec> layer(JsonFields layer, int index) {
    return FieldReader.kind(layer, LayerSpec.kinds()).flatMap(kind -> layer(layer, index, kind));
  }

  private Optional<LayerSpec> layer(JsonFields layer, int index, Kind<? extends LayerSpec> kind) {
    Optional<LayerSpec> spec = new FieldReader(layer, Field::standIn).read(kind);
    kind.stated().ifPresent(size -> state(layer, index, size));
    layer.done();
    return spec;
  }

  private void state(JsonFields layer, int index, Kind.Stated size) {
    OptionalInt value = layer.optionalInt(size.name(), 1, Integer.MAX_VALUE);
    value.ifPresent(
        it -> statements.add(new Statement(index, layer.pointer(size.name()), size, it)));
  }

  /** A data set's table may be stated by its raw columns or by what the first layer sees. */
  private Optional<Shape> input(Optional<Shape> stated) {
    String at = fields.pointer("input_shape");
    if (schema.isEmpty()) {
      boolean told =
          problems.errors().stream()
              .map(FieldError::pointer)
              .anyMatch(it -> it.startsWith(at) || it.startsWith("/dataset"));
      if (stated.isEmpty() && !told) {
        problems.invalid(at, "is needed where no data set is given");
      }
      return stated;
    }
    Shape raw = schema.get().inputShape();
    Shape encoded = schema.get().encodedShape();
    stated
        .filter(given -> !given.equals(raw) && !given.equals(encoded))
        .ifPresent(given -> problems.invalid(at, "is " + given + ", but the data set has " + raw));
    return Optional.of(encoded);
  }

  private Network check(
      Optional<Shape> input,
      int fewest,
      List<Optional<LayerSpec>> layers,
      Optional<LossSpec> loss) {
    List<LayerSpec> known =
        layers.stream().takeWhile(Optional::isPresent).flatMap(Optional::stream).toList();
    if (input.isEmpty() || known.size() < fewest) {
      return new Network(input, Optional.empty(), Optional.empty(), loss);
    }
    ModelSpec spec = new ModelSpec(input.get(), known, loss.orElse(LossSpec.MSE));
    Outline outline = Outline.of(spec);
    outline.problems().forEach(this::note);
    statements.stream()
        .filter(it -> it.layer() < outline.layers().size())
        .forEach(it -> check(it, outline.layers().get(it.layer()).input()));
    boolean whole = known.size() == layers.size() && outline.problems().isEmpty();
    return new Network(
        input, whole ? Optional.of(spec) : Optional.empty(), Optional.of(outline), loss);
  }

  private void note(Outline.Problem problem) {
    String field = problem.field().isEmpty() ? "" : "/" + problem.field();
    problems.invalid(layerPointer(problem.layer()) + field, problem.detail());
  }

  private void check(Statement statement, Shape input) {
    long gives = statement.size().size().applyAsLong(input);
    if (statement.value() != gives) {
      int layer = statement.layer();
      String before = layer == 0 ? "the input has " : "layer " + (layer - 1) + " gives ";
      problems.invalid(statement.pointer(), "got " + statement.value() + ", but " + before + gives);
    }
  }

  private String layerPointer(int index) {
    return fields.pointer("layers") + "/" + index;
  }
}
