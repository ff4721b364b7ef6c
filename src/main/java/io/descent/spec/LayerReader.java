package io.descent.spec;

import io.descent.engine.Extent;
import io.descent.engine.Initializer;
import io.descent.engine.LayerSpec;
import io.descent.web.Interval;
import io.descent.web.JsonFields;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** Reads one layer. */
final class LayerReader {

  private static final int MAX = Integer.MAX_VALUE;

  private static final List<String> TYPES =
      List.of(
          "affine",
          "conv2d",
          "maxpool2d",
          "avgpool2d",
          "batchnorm1d",
          "batchnorm2d",
          "dropout",
          "flatten",
          "relu",
          "leaky_relu",
          "gelu",
          "sigmoid",
          "tanh");

  private final JsonFields fields;

  LayerReader(JsonFields fields) {
    this.fields = fields;
  }

  ReadModel.ReadLayer read() {
    Optional<String> type = fields.requiredChoice("type", TYPES);
    if (type.isEmpty()) {
      return new ReadModel.ReadLayer(Optional.empty(), "", OptionalInt.empty());
    }
    Optional<LayerSpec> spec = spec(type.get());
    String statedField = statedField(type.get());
    OptionalInt stated =
        statedField.isEmpty() ? OptionalInt.empty() : fields.optionalInt(statedField, 1, MAX);
    fields.done();
    return new ReadModel.ReadLayer(spec, statedField, stated);
  }

  private static String statedField(String type) {
    return switch (type) {
      case "affine", "conv2d" -> "in";
      case "batchnorm1d", "batchnorm2d" -> "features";
      default -> "";
    };
  }

  private Optional<LayerSpec> spec(String type) {
    return switch (type) {
      case "affine" -> affine();
      case "conv2d" -> conv2d();
      case "maxpool2d" -> pool(LayerSpec.MaxPool2d::new);
      case "avgpool2d" -> pool(LayerSpec.AvgPool2d::new);
      case "batchnorm1d" -> Optional.of(new LayerSpec.BatchNorm1d(eps(), momentum()));
      case "batchnorm2d" -> Optional.of(new LayerSpec.BatchNorm2d(eps(), momentum()));
      case "dropout" -> Optional.of(new LayerSpec.Dropout(rate()));
      case "flatten" -> Optional.of(new LayerSpec.Flatten());
      case "relu" -> Optional.of(new LayerSpec.Relu());
      case "leaky_relu" -> Optional.of(new LayerSpec.LeakyRelu(slope()));
      case "gelu" -> Optional.of(new LayerSpec.Gelu(approximate()));
      case "sigmoid" -> Optional.of(new LayerSpec.Sigmoid());
      case "tanh" -> Optional.of(new LayerSpec.Tanh());
      default -> throw new IllegalArgumentException("no reader for layer " + type);
    };
  }

  private Optional<LayerSpec> affine() {
    OptionalInt out = fields.requiredInt("out", 1, MAX);
    Initializer init = fields.choiceOr("init", Initializer.HE);
    return out.isPresent()
        ? Optional.of(new LayerSpec.Affine(out.getAsInt(), init))
        : Optional.empty();
  }

  private Optional<LayerSpec> conv2d() {
    OptionalInt out = fields.requiredInt("out", 1, MAX);
    Extents extents = new Extents(fields);
    Optional<Extent> kernel = extents.required("kernel", 1);
    Optional<Extent> stride = extents.optional("stride", 1, Optional.of(new Extent(1, 1)));
    Optional<Extent> padding = extents.optional("padding", 0, Optional.of(new Extent(0, 0)));
    Initializer init = fields.choiceOr("init", Initializer.HE);
    if (out.isEmpty() || kernel.isEmpty() || stride.isEmpty() || padding.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LayerSpec.Conv2d(out.getAsInt(), kernel.get(), stride.get(), padding.get(), init));
  }

  private Optional<LayerSpec> pool(BiFunction<Extent, Extent, LayerSpec> make) {
    Extents extents = new Extents(fields);
    Optional<Extent> kernel = extents.required("kernel", 1);
    Optional<Extent> stride = extents.optional("stride", 1, kernel);
    return kernel.isPresent() && stride.isPresent()
        ? Optional.of(make.apply(kernel.get(), stride.get()))
        : Optional.empty();
  }

  private double eps() {
    return fields.doubleOr("eps", 1e-5, Interval.above(0));
  }

  private double momentum() {
    return fields.doubleOr("momentum", 0.1, Interval.below(0, 1));
  }

  private double rate() {
    return fields.requiredDouble("rate", Interval.below(0, 1)).orElse(0);
  }

  private double slope() {
    return fields.doubleOr("slope", 0.01, Interval.any());
  }

  private boolean approximate() {
    return fields
        .optionalChoice("approximate", List.of("none", "tanh"))
        .orElse("none")
        .equals("tanh");
  }
}
