package io.descent.spec;

import io.descent.engine.LossSpec;
import io.descent.engine.Shape;
import io.descent.web.JsonFields;
import io.descent.web.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads a network, whatever data it is for. */
final class ModelReader {

  private static final int MOST_DIMENSIONS = 3;

  private final int mostLayers;

  ModelReader(int mostLayers) {
    this.mostLayers = mostLayers;
  }

  ReadModel read(JsonFields fields) {
    Optional<Shape> shape = fields.optionalArray("input_shape").flatMap(it -> shape(fields, it));
    List<ReadModel.ReadLayer> layers =
        fields.requiredArray("layers").map(it -> layers(fields, it)).orElse(List.of());
    Optional<LossSpec> loss = fields.requiredChoice("loss", LossSpec.class);
    fields.done();
    return new ReadModel(shape, layers, loss);
  }

  private static Optional<Shape> shape(JsonFields fields, List<JsonNode> nodes) {
    String pointer = fields.pointer("input_shape");
    if (nodes.isEmpty() || nodes.size() > MOST_DIMENSIONS) {
      fields
          .problems()
          .invalid(
              pointer, "must have 1 to " + MOST_DIMENSIONS + " dimensions, has " + nodes.size());
      return Optional.empty();
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      OptionalLong dim =
          WholeNumber.read(
              nodes.get(i), pointer + "/" + i, 1, Integer.MAX_VALUE, fields.problems());
      dim.ifPresent(it -> dims.add((int) it));
    }
    return dims.size() == nodes.size() ? Optional.of(new Shape(dims)) : Optional.empty();
  }

  private List<ReadModel.ReadLayer> layers(JsonFields fields, List<JsonNode> nodes) {
    String pointer = fields.pointer("layers");
    if (nodes.isEmpty() || nodes.size() > mostLayers) {
      fields
          .problems()
          .invalid(pointer, "must be 1 to " + mostLayers + " layers, are " + nodes.size());
      return List.of();
    }
    List<ReadModel.ReadLayer> layers = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      JsonFields layer = JsonFields.of(nodes.get(i), pointer + "/" + i, fields.problems());
      layers.add(new LayerReader(layer).read());
    }
    return layers;
  }
}
