package io.descent.engine;

import io.descent.engine.LayerSpec.Extent;
import io.descent.engine.layer.Geometry;
import java.util.List;
import java.util.Optional;

/** What follows from one layer and the shape that goes in. */
final class LayerOutline {

  private static final Extent NONE = new Extent(0, 0);

  private final int index;
  private final LayerSpec spec;
  private final Shape input;
  private final List<Outline.Problem> problems;

  LayerOutline(int index, LayerSpec spec, Shape input, List<Outline.Problem> problems) {
    this.index = index;
    this.spec = spec;
    this.input = input;
    this.problems = problems;
  }

  /** Adds the layer's entry and gives its output shape, unless there is none. */
  Optional<Shape> add(List<Outline.Layer> layers) {
    Optional<Shape> output = output().filter(this::isAddressable);
    output.ifPresent(
        shape ->
            layers.add(
                new Outline.Layer(index, spec.type(), input, shape, parameters(), flops(shape))));
    return output;
  }

  private Optional<Shape> output() {
    return switch (spec) {
      case LayerSpec.Affine a -> affine(a);
      case LayerSpec.Conv2d c ->
          slide(c.out(), c.kernel(), c.stride(), c.padding()).filter(s -> areWeightsAddressable());
      case LayerSpec.MaxPool2d p -> slide(channels(), p.kernel(), p.stride(), NONE);
      case LayerSpec.AvgPool2d p -> slide(channels(), p.kernel(), p.stride(), NONE);
      case LayerSpec.BatchNorm1d _ -> ranked(1, "[features]");
      case LayerSpec.BatchNorm2d _ -> ranked(3, "[channels, height, width]");
      case LayerSpec.Flatten _ ->
          Optional.of(input.size()).filter(this::fits).map(n -> Shape.of(Math.toIntExact(n)));
      case LayerSpec.Dropout _,
          LayerSpec.Relu _,
          LayerSpec.LeakyRelu _,
          LayerSpec.Gelu _,
          LayerSpec.Sigmoid _,
          LayerSpec.Tanh _ ->
          Optional.of(input);
    };
  }

  private Optional<Shape> affine(LayerSpec.Affine affine) {
    if (affine.out() < 1) {
      return problem("out", "must be at least 1, got " + affine.out());
    }
    return areWeightsAddressable() ? Optional.of(Shape.of(affine.out())) : Optional.empty();
  }

  private int channels() {
    return input.dim(0);
  }

  private Optional<Shape> ranked(int rank, String form) {
    if (input.rank() != rank) {
      return problem("", "takes %s, but %s gives %s".formatted(form, before(), input));
    }
    return Optional.of(input);
  }

  private Optional<Shape> slide(int out, Extent kernel, Extent stride, Extent padding) {
    if (ranked(3, "[channels, height, width]").isEmpty()) {
      return Optional.empty();
    }
    if (Math.min(kernel.height(), kernel.width()) < 1
        || Math.min(stride.height(), stride.width()) < 1
        || Math.min(padding.height(), padding.width()) < 0
        || out < 1) {
      return problem("", "out, kernel and stride must be at least 1, padding at least 0");
    }
    long height = Geometry.count(input.dim(1), kernel.height(), stride.height(), padding.height());
    long width = Geometry.count(input.dim(2), kernel.width(), stride.width(), padding.width());
    if (height < 1 || width < 1) {
      return problem(
          "kernel",
          "got %s, but %s gives %s%s".formatted(text(kernel), before(), input, padded(padding)));
    }
    if (Math.max(height, width) > Integer.MAX_VALUE) {
      return problem("padding", "gives more positions than can be addressed");
    }
    return Optional.of(Shape.of(out, (int) height, (int) width));
  }

  private static String text(Extent extent) {
    return "[%d, %d]".formatted(extent.height(), extent.width());
  }

  private static String padded(Extent padding) {
    return padding.equals(NONE) ? "" : " with padding " + text(padding);
  }

  private String before() {
    return index == 0 ? "the input" : "layer " + (index - 1);
  }

  private boolean isAddressable(Shape shape) {
    return fits(shape.size());
  }

  private boolean fits(long values) {
    if (values <= Integer.MAX_VALUE) {
      return true;
    }
    problem("", tooLarge("gives %d values a sample", values));
    return false;
  }

  private boolean areWeightsAddressable() {
    if (parameters() <= Integer.MAX_VALUE) {
      return true;
    }
    problem("out", tooLarge("has %d parameters", parameters()));
    return false;
  }

  /** One array holds them, which the largest int ends. */
  private static String tooLarge(String what, long values) {
    return (what + " of %d bytes, the limit is %d bytes")
        .formatted(
            values,
            Saturating.product(values, Float.BYTES),
            (long) Integer.MAX_VALUE * Float.BYTES);
  }

  private Optional<Shape> problem(String field, String detail) {
    problems.add(new Outline.Problem(index, field, detail));
    return Optional.empty();
  }

  private long parameters() {
    return switch (spec) {
      case LayerSpec.Affine a -> Saturating.add(Saturating.product(input.size(), a.out()), a.out());
      case LayerSpec.Conv2d c ->
          Saturating.add(
              Saturating.product(c.out(), channels(), c.kernel().height(), c.kernel().width()),
              c.out());
      case LayerSpec.BatchNorm1d _, LayerSpec.BatchNorm2d _ -> 2L * channels();
      case LayerSpec.MaxPool2d _,
          LayerSpec.AvgPool2d _,
          LayerSpec.Dropout _,
          LayerSpec.Flatten _,
          LayerSpec.Relu _,
          LayerSpec.LeakyRelu _,
          LayerSpec.Gelu _,
          LayerSpec.Sigmoid _,
          LayerSpec.Tanh _ ->
          0;
    };
  }

  /** Products count two a term; other layers one for each value they read or make. */
  private long flops(Shape output) {
    return switch (spec) {
      case LayerSpec.Affine a -> Saturating.product(2, input.size(), a.out());
      case LayerSpec.Conv2d c ->
          Saturating.product(2, channels(), c.kernel().height(), c.kernel().width(), output.size());
      case LayerSpec.MaxPool2d p -> pooled(output, p.kernel());
      case LayerSpec.AvgPool2d p -> pooled(output, p.kernel());
      case LayerSpec.BatchNorm1d _, LayerSpec.BatchNorm2d _ -> Saturating.product(4, output.size());
      case LayerSpec.Dropout _, LayerSpec.Flatten _ -> 0;
      case LayerSpec.Relu _,
          LayerSpec.LeakyRelu _,
          LayerSpec.Gelu _,
          LayerSpec.Sigmoid _,
          LayerSpec.Tanh _ ->
          output.size();
    };
  }

  private static long pooled(Shape output, Extent kernel) {
    return Saturating.product(output.size(), kernel.height(), kernel.width());
  }
}
