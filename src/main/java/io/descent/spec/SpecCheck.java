package io.descent.spec;

import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.web.FieldError;
import io.descent.web.Warning;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What follows from a network and a training; what is not known because of a problem is absent. */
record SpecCheck(
    boolean valid,
    @Nullable List<Integer> inputShape,
    @Nullable List<Integer> outputShape,
    @Nullable Long parameters,
    @Nullable Long flopsPerSample,
    @Nullable Long memoryBytes,
    @Nullable Long updates,
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

  static SpecCheck of(Specs.Understood understood, List<FieldError> problems) {
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
        network.outline().map(Outline::layers).orElse(List.of()).stream()
            .map(CheckedLayer::of)
            .toList(),
        problems,
        understood.warnings());
  }
}
