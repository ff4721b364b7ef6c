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
record SpecCheck(
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

  static SpecCheck of(
      Specs.Understood understood, Optional<WarmStarts.Start> start, List<FieldError> problems) {
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
        start.flatMap(it -> network.spec().map(it::carried)).orElse(null),
        network.outline().map(Outline::layers).orElse(List.of()).stream()
            .map(CheckedLayer::of)
            .toList(),
        problems,
        Stream.concat(
                understood.warnings().stream(),
                start.stream()
                    .flatMap(
                        it ->
                            network.spec().stream()
                                .flatMap(n -> it.warnings(n, understood.training()).stream())))
            .toList());
  }
}
