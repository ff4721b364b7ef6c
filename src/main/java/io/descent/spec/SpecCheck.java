package io.descent.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.web.FieldError;
import io.descent.web.Warning;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What follows from a network and a training; what is not known because of a problem is absent. */
public record SpecCheck(
    boolean valid,
    @Nullable List<Integer> inputShape,
    @Nullable List<Integer> outputShape,
    @Nullable Long parameters,
    @Nullable Long flopsPerSample,
    @Nullable Long memoryBytes,
    @Nullable Long updates,
    @Schema(ref = "#/components/schemas/Carried") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable JsonNode carried,
    List<CheckedLayer> layers,
    List<FieldError> problems,
    List<Warning> warnings) {

  record CheckedLayer(
      int index,
      String type,
      List<Integer> inputShape,
      List<Integer> outputShape,
      long parameters,
      long flops) {

    static CheckedLayer of(Outline.Layer layer) {
      return new CheckedLayer(
          layer.index(),
          layer.type(),
          layer.input().dims(),
          layer.output().dims(),
          layer.parameters(),
          layer.flops());
    }
  }

  public static SpecCheck of(Specs.Understood understood, List<FieldError> problems) {
    NetworkReader.Network network = understood.network();
    Optional<Outline> whole = network.spec().flatMap(_ -> network.outline());
    OptionalLong memory = understood.memory();
    return new SpecCheck(
        problems.isEmpty(),
        network.input().map(Shape::dims).orElse(null),
        whole.flatMap(Outline::output).map(Shape::dims).orElse(null),
        whole.map(Outline::parameters).orElse(null),
        whole.map(Outline::flops).orElse(null),
        memory.isPresent() ? memory.getAsLong() : null,
        understood.updates().isPresent() ? understood.updates().getAsLong() : null,
        null,
        network.outline().map(Outline::layers).orElse(List.of()).stream()
            .map(CheckedLayer::of)
            .toList(),
        problems,
        understood.warnings());
  }

  /**
   * The same of a training that starts from a model's weights.
   *
   * @param carried what becomes of each tensor
   * @param more warnings
   */
  public SpecCheck startingFrom(JsonNode carried, List<Warning> more) {
    return new SpecCheck(
        valid,
        inputShape,
        outputShape,
        parameters,
        flopsPerSample,
        memoryBytes,
        updates,
        carried,
        layers,
        problems,
        Stream.concat(warnings.stream(), more.stream()).toList());
  }
}
