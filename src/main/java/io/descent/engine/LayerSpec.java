package io.descent.engine;

import static io.descent.engine.Field.optional;
import static io.descent.engine.Field.required;
import static io.descent.engine.Field.sameAs;

import io.descent.engine.FieldType.Choice;
import io.descent.engine.FieldType.Extents;
import io.descent.engine.FieldType.Real;
import io.descent.engine.FieldType.Whole;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One layer as asked for, without its input shape, which follows from the layers before it. Knows
 * what follows from the two together.
 */
public sealed interface LayerSpec extends Described {

  /** All there are, in the order in which they are listed. */
  static List<Kind<? extends LayerSpec>> kinds() {
    return List.of(
        Affine.KIND,
        Conv2d.KIND,
        MaxPool2d.KIND,
        AvgPool2d.KIND,
        BatchNorm1d.KIND,
        BatchNorm2d.KIND,
        Dropout.KIND,
        Flatten.KIND,
        Softmax.KIND,
        Relu.KIND,
        LeakyRelu.KIND,
        Gelu.KIND,
        Sigmoid.KIND,
        Tanh.KIND);
  }

  @Override
  default Settings settings() {
    return switch (this) {
      case Affine l -> Affine.KIND.settings(l);
      case Conv2d l -> Conv2d.KIND.settings(l);
      case MaxPool2d l -> MaxPool2d.KIND.settings(l);
      case AvgPool2d l -> AvgPool2d.KIND.settings(l);
      case BatchNorm1d l -> BatchNorm1d.KIND.settings(l);
      case BatchNorm2d l -> BatchNorm2d.KIND.settings(l);
      case Dropout l -> Dropout.KIND.settings(l);
      case Flatten l -> Flatten.KIND.settings(l);
      case Softmax l -> Softmax.KIND.settings(l);
      case Relu l -> Relu.KIND.settings(l);
      case LeakyRelu l -> LeakyRelu.KIND.settings(l);
      case Gelu l -> Gelu.KIND.settings(l);
      case Sigmoid l -> Sigmoid.KIND.settings(l);
      case Tanh l -> Tanh.KIND.settings(l);
    };
  }

  /** The shape that comes out, unless the layer does not fit its input, which is then noted. */
  default Optional<Shape> output(LayerInput in) {
    return Optional.of(in.shape());
  }

  /** Trainable values; saturates. */
  default long parameters(Shape input) {
    return 0;
  }

  /**
   * Of one sample forward; saturates. Products count two a term, other layers one for each value
   * they read or make.
   */
  default long flops(Shape input, Shape output) {
    return output.size();
  }

  /** Whether a batch must have more than one value of each channel. */
  default boolean needsVariance() {
    return this instanceof BatchNorm;
  }

  record Affine(int out, Initializer init) implements LayerSpec {

    static final Kind<Affine> KIND =
        Kind.of(
                "affine",
                "y = x W + b; a map is flattened",
                Affine::new,
                required("out", Whole.from(1), Affine::out, 16, "outputs"),
                Initializer.field(Affine::init))
            .stating("in", "values of the input", Shape::size);

    @Override
    public Optional<Shape> output(LayerInput in) {
      return out < 1
          ? in.problem("out", "must be at least 1, got " + out)
          : in.holding(parameters(in.shape())).map(_ -> Shape.of(out));
    }

    @Override
    public long parameters(Shape input) {
      return Saturating.add(Saturating.product(input.size(), out), out);
    }

    @Override
    public long flops(Shape input, Shape output) {
      return Saturating.product(2, input.size(), out);
    }
  }

  record Conv2d(int out, Extent kernel, Extent stride, Extent padding, Initializer init)
      implements LayerSpec {

    static final Kind<Conv2d> KIND =
        Kind.of(
                "conv2d",
                "Convolution of a map",
                Conv2d::new,
                required("out", Whole.from(1), Conv2d::out, 16, "output channels"),
                required("kernel", new Extents(1), Conv2d::kernel, Extent.ONE, "the window"),
                optional(
                    "stride", new Extents(1), Conv2d::stride, Extent.ONE, "step of the window"),
                optional(
                    "padding", new Extents(0), Conv2d::padding, Extent.ZERO, "zeros around a map"),
                Initializer.field(Conv2d::init))
            .stating("in", "channels of the input", Shape::channels);

    @Override
    public Optional<Shape> output(LayerInput in) {
      return in.slide(out, kernel, stride, padding)
          .flatMap(shape -> in.holding(parameters(in.shape())).map(_ -> shape));
    }

    @Override
    public long parameters(Shape input) {
      return Saturating.add(Saturating.product(out, input.channels(), kernel.area()), out);
    }

    @Override
    public long flops(Shape input, Shape output) {
      return Saturating.product(2, input.channels(), kernel.area(), output.size());
    }
  }

  /** A window over each channel of a map. */
  sealed interface Pool extends LayerSpec {

    Extent kernel();

    Extent stride();

    @Override
    default Optional<Shape> output(LayerInput in) {
      return in.slide(in.shape().channels(), kernel(), stride(), Extent.ZERO);
    }

    @Override
    default long flops(Shape input, Shape output) {
      return Saturating.product(output.size(), kernel().area());
    }

    private static <S extends Pool> Kind<S> kind(
        String type, String help, BiFunction<Extent, Extent, S> make) {
      Field<S, Extent> kernel =
          required("kernel", new Extents(1), S::kernel, Extent.ONE, "the window");
      Field<S, Extent> stride = sameAs(kernel, "stride", S::stride, "step of the window");
      return Kind.of(type, help, make, kernel, stride);
    }
  }

  record MaxPool2d(Extent kernel, Extent stride) implements Pool {
    static final Kind<MaxPool2d> KIND =
        Pool.kind("maxpool2d", "The largest value of each window", MaxPool2d::new);
  }

  record AvgPool2d(Extent kernel, Extent stride) implements Pool {
    static final Kind<AvgPool2d> KIND =
        Pool.kind("avgpool2d", "The mean of each window", AvgPool2d::new);
  }

  /** Normalization of each feature or channel over the batch. */
  sealed interface BatchNorm extends LayerSpec {

    double eps();

    double momentum();

    @Override
    default Optional<Shape> output(LayerInput in) {
      return this instanceof BatchNorm1d ? in.flat() : in.map();
    }

    @Override
    default long parameters(Shape input) {
      return 2L * input.channels();
    }

    @Override
    default long flops(Shape input, Shape output) {
      return Saturating.product(4, output.size());
    }

    private static <S extends BatchNorm> Kind<S> kind(
        String type, String help, BiFunction<Double, Double, S> make) {
      Field<S, Double> eps = optional("eps", Real.above(0), S::eps, 1e-5, "added to the variance");
      Field<S, Double> momentum =
          optional(
              "momentum", Real.rate(), S::momentum, 0.1, "weight of a batch in what runs along");
      return Kind.of(type, help, make, eps, momentum)
          .stating("features", "features or channels of the input", Shape::channels);
    }
  }

  record BatchNorm1d(double eps, double momentum) implements BatchNorm {
    static final Kind<BatchNorm1d> KIND =
        BatchNorm.kind("batchnorm1d", "Normalizes each feature over the batch", BatchNorm1d::new);
  }

  record BatchNorm2d(double eps, double momentum) implements BatchNorm {
    static final Kind<BatchNorm2d> KIND =
        BatchNorm.kind("batchnorm2d", "Normalizes each channel over the batch", BatchNorm2d::new);
  }

  record Dropout(double rate) implements LayerSpec {

    static final Kind<Dropout> KIND =
        Kind.of(
            "dropout",
            "Zeros at random in training",
            Dropout::new,
            required("rate", Real.rate(), Dropout::rate, 0.5, "share of values that become 0"));

    @Override
    public long flops(Shape input, Shape output) {
      return 0;
    }
  }

  record Flatten() implements LayerSpec {

    static final Kind<Flatten> KIND = Kind.of("flatten", "A map as a row", Flatten::new);

    @Override
    public Optional<Shape> output(LayerInput in) {
      return in.addressable(in.shape()).map(it -> Shape.of(Math.toIntExact(it.size())));
    }

    @Override
    public long flops(Shape input, Shape output) {
      return 0;
    }
  }

  record Softmax() implements LayerSpec {

    static final Kind<Softmax> KIND =
        Kind.of("softmax", "Probabilities: eˣ, divided by the sum of a row", Softmax::new);

    @Override
    public Optional<Shape> output(LayerInput in) {
      return in.flat();
    }
  }

  record Relu() implements LayerSpec {
    static final Kind<Relu> KIND = Kind.of("relu", "max(x, 0)", Relu::new);
  }

  record LeakyRelu(double slope) implements LayerSpec {
    static final Kind<LeakyRelu> KIND =
        Kind.of(
            "leaky_relu",
            "x where x > 0, else slope · x",
            LeakyRelu::new,
            optional("slope", Real.any(), LeakyRelu::slope, 0.01, "slope below 0"));
  }

  /** GELU; {@code tanh} picks the approximation by tanh over the exact form by erf. */
  record Gelu(boolean tanh) implements LayerSpec {
    static final Kind<Gelu> KIND =
        Kind.of(
            "gelu",
            "x Φ(x)",
            Gelu::new,
            optional(
                "approximate", Choice.of("none", "tanh"), Gelu::tanh, false, "by erf, or by tanh"));
  }

  record Sigmoid() implements LayerSpec {
    static final Kind<Sigmoid> KIND = Kind.of("sigmoid", "1 / (1 + e⁻ˣ)", Sigmoid::new);
  }

  record Tanh() implements LayerSpec {
    static final Kind<Tanh> KIND = Kind.of("tanh", "tanh x", Tanh::new);
  }
}
