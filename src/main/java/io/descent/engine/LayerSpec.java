package io.descent.engine;

/** One layer as asked for, without its input shape, which follows from the layers before it. */
public sealed interface LayerSpec {

  /** A pair of extents, height first. */
  record Extent(int height, int width) {}

  record Affine(int out, Initializer init) implements LayerSpec {}

  record Conv2d(int out, Extent kernel, Extent stride, Extent padding, Initializer init)
      implements LayerSpec {}

  record MaxPool2d(Extent kernel, Extent stride) implements LayerSpec {}

  record AvgPool2d(Extent kernel, Extent stride) implements LayerSpec {}

  record BatchNorm1d(double eps, double momentum) implements LayerSpec {}

  record BatchNorm2d(double eps, double momentum) implements LayerSpec {}

  record Dropout(double rate) implements LayerSpec {}

  record Flatten() implements LayerSpec {}

  record Relu() implements LayerSpec {}

  record LeakyRelu(double slope) implements LayerSpec {}

  /** GELU; {@code tanh} picks the approximation by tanh over the exact form by erf. */
  record Gelu(boolean tanh) implements LayerSpec {}

  record Sigmoid() implements LayerSpec {}

  record Tanh() implements LayerSpec {}

  /** The name in JSON, as in {@code "type": "affine"}. */
  default String type() {
    return switch (this) {
      case Affine _ -> "affine";
      case Conv2d _ -> "conv2d";
      case MaxPool2d _ -> "maxpool2d";
      case AvgPool2d _ -> "avgpool2d";
      case BatchNorm1d _ -> "batchnorm1d";
      case BatchNorm2d _ -> "batchnorm2d";
      case Dropout _ -> "dropout";
      case Flatten _ -> "flatten";
      case Relu _ -> "relu";
      case LeakyRelu _ -> "leaky_relu";
      case Gelu _ -> "gelu";
      case Sigmoid _ -> "sigmoid";
      case Tanh _ -> "tanh";
    };
  }
}
