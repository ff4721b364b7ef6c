package io.descent.engine;

import io.descent.engine.layer.Geometry;
import java.util.List;
import java.util.Optional;

/**
 * What comes into a layer, and what can be done with it; what cannot be done is noted.
 *
 * @param index of the layer
 * @param problems to which is added
 */
record LayerInput(int index, Shape shape, List<Outline.Problem> problems) {

  Optional<Shape> flat() {
    return ranked(1, "[features]");
  }

  Optional<Shape> map() {
    return ranked(3, "[channels, height, width]");
  }

  private Optional<Shape> ranked(int rank, String form) {
    return shape.rank() == rank
        ? Optional.of(shape)
        : problem("", "takes %s, but %s gives %s".formatted(form, before(), shape));
  }

  /** What a window gives that slides over a map. */
  Optional<Shape> slide(int out, Extent kernel, Extent stride, Extent padding) {
    if (map().isEmpty()) {
      return Optional.empty();
    }
    if (Math.min(kernel.height(), kernel.width()) < 1
        || Math.min(stride.height(), stride.width()) < 1
        || Math.min(padding.height(), padding.width()) < 0
        || out < 1) {
      return problem("", "out, kernel and stride must be at least 1, padding at least 0");
    }
    long height = Geometry.count(shape.dim(1), kernel.height(), stride.height(), padding.height());
    long width = Geometry.count(shape.dim(2), kernel.width(), stride.width(), padding.width());
    if (height < 1 || width < 1) {
      String padded = padding.equals(Extent.ZERO) ? "" : " with padding " + padding;
      return problem(
          "kernel", "got %s, but %s gives %s%s".formatted(kernel, before(), shape, padded));
    }
    return Math.max(height, width) > Integer.MAX_VALUE
        ? problem("padding", "gives more positions than can be addressed")
        : Optional.of(Shape.of(out, (int) height, (int) width));
  }

  private String before() {
    return index == 0 ? "the input" : "layer " + (index - 1);
  }

  /** The shape, if one array can hold a sample of it. */
  Optional<Shape> addressable(Shape output) {
    return addressable("", "gives %d values a sample", output.size()).map(_ -> output);
  }

  /** The input, if one array can hold so many parameters. */
  Optional<Shape> holding(long parameters) {
    return addressable("out", "has %d parameters", parameters);
  }

  private Optional<Shape> addressable(String field, String what, long values) {
    if (values <= Integer.MAX_VALUE) {
      return Optional.of(shape);
    }
    long bytes = Saturating.product(values, Float.BYTES);
    long most = (long) Integer.MAX_VALUE * Float.BYTES;
    String detail = what + " of %d bytes, the limit is %d bytes";
    return problem(field, detail.formatted(values, bytes, most));
  }

  Optional<Shape> problem(String field, String detail) {
    problems.add(new Outline.Problem(index, field, detail));
    return Optional.empty();
  }
}
