package io.descent.spec;

import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.web.FieldError;
import java.util.List;
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
    List<Layer> layers,
    List<FieldError> problems,
    List<String> warnings) {

  record Layer(
      int index,
      String type,
      List<Integer> inputShape,
      List<Integer> outputShape,
      long parameters,
      long flops) {

    static Layer of(Outline.Layer layer) {
      return new Layer(
          layer.index(),
          layer.type(),
          layer.input().dims(),
          layer.output().dims(),
          layer.parameters(),
          layer.flops());
    }
  }

  static SpecCheck of(SpecReading.Understood understood, List<FieldError> problems) {
    List<Outline.Layer> layers =
        understood.network().outline().map(Outline::layers).orElse(List.of());
    boolean whole = understood.network().spec().isPresent();
    OptionalLong memory = understood.memory();
    return new SpecCheck(
        problems.isEmpty(),
        understood.network().input().map(Shape::dims).orElse(null),
        whole ? layers.getLast().output().dims() : null,
        whole ? sum(layers.stream().map(Outline.Layer::parameters).toList()) : null,
        whole ? sum(layers.stream().map(Outline.Layer::flops).toList()) : null,
        memory.isPresent() ? memory.getAsLong() : null,
        layers.stream().map(Layer::of).toList(),
        problems,
        understood.warnings());
  }

  private static long sum(List<Long> numbers) {
    return numbers.stream().reduce(0L, Saturating::plus);
  }
}
