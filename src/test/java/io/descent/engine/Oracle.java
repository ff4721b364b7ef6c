package io.descent.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One case of numbers from PyTorch: a file of {@code oracles/}. */
record Oracle(String name, JsonNode json) {

  /** Every file that holds a step of learning. */
  static Stream<Oracle> all() {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/oracles"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .sorted()
          .map(file -> named(file.replace(".json", "")))
          .filter(oracle -> oracle.json().has("spec"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Oracle named(String name) {
    try (InputStream in = Oracle.class.getResourceAsStream("/oracles/" + name + ".json")) {
      return new Oracle(name, JsonMapper.builder().build().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ModelSpec model() {
    JsonNode spec = json.get("spec");
    int[] input = spec.get("input_shape").valueStream().mapToInt(JsonNode::asInt).toArray();
    List<LayerSpec> layers = spec.get("layers").valueStream().map(Oracle::layer).toList();
    LossSpec loss =
        LossSpec.valueOf(spec.get("loss").asString().toUpperCase(java.util.Locale.ROOT));
    return new ModelSpec(Shape.of(input), layers, loss);
  }

  private static LayerSpec layer(JsonNode l) {
    return switch (l.get("type").asString()) {
      case "affine" -> new LayerSpec.Affine(l.get("out").asInt(), Initializer.HE);
      case "conv2d" ->
          new LayerSpec.Conv2d(
              l.get("out").asInt(),
              extent(l.get("kernel")),
              extent(l.get("stride")),
              extent(l.get("padding")),
              Initializer.HE);
      case "maxpool2d" -> new LayerSpec.MaxPool2d(extent(l.get("kernel")), extent(l.get("stride")));
      case "avgpool2d" -> new LayerSpec.AvgPool2d(extent(l.get("kernel")), extent(l.get("stride")));
      case "batchnorm1d" ->
          new LayerSpec.BatchNorm1d(l.get("eps").asDouble(), l.get("momentum").asDouble());
      case "batchnorm2d" ->
          new LayerSpec.BatchNorm2d(l.get("eps").asDouble(), l.get("momentum").asDouble());
      case "flatten" -> new LayerSpec.Flatten();
      case "softmax" -> new LayerSpec.Softmax();
      case "relu" -> new LayerSpec.Relu();
      case "leaky_relu" -> new LayerSpec.LeakyRelu(l.get("slope").asDouble());
      case "gelu" -> new LayerSpec.Gelu(l.get("approximate").asString().equals("tanh"));
      case "sigmoid" -> new LayerSpec.Sigmoid();
      case "tanh" -> new LayerSpec.Tanh();
      default -> throw new IllegalArgumentException(l.toString());
    };
  }

  private static Extent extent(JsonNode pair) {
    return new Extent(pair.get(0).asInt(), pair.get(1).asInt());
  }

  OptimizerSpec optimizer() {
    JsonNode o = json.get("after").get("optimizer");
    double lr = o.get("lr").asDouble();
    double decay = number(o, "weight_decay", 0);
    return switch (o.get("type").asString()) {
      case "sgd" ->
          new OptimizerSpec.Sgd(
              lr, number(o, "momentum", 0), o.path("nesterov").asBoolean(false), decay);
      case "adagrad" -> new OptimizerSpec.Adagrad(lr, number(o, "eps", 1e-10), decay);
      case "rmsprop" ->
          new OptimizerSpec.RmsProp(lr, number(o, "alpha", 0.99), number(o, "eps", 1e-8), decay);
      case "adam" ->
          new OptimizerSpec.Adam(
              lr,
              number(o, "beta1", 0.9),
              number(o, "beta2", 0.999),
              number(o, "eps", 1e-8),
              decay);
      case "adamw" ->
          new OptimizerSpec.AdamW(
              lr,
              number(o, "beta1", 0.9),
              number(o, "beta2", 0.999),
              number(o, "eps", 1e-8),
              decay);
      default -> throw new IllegalArgumentException(o.toString());
    };
  }

  private static double number(JsonNode node, String field, double otherwise) {
    return node.path(field).asDouble(otherwise);
  }

  int steps() {
    return json.get("after").get("steps").asInt();
  }

  StepTrace.Start start() {
    Map<String, float[]> tensors = new HashMap<>();
    json.get("parameters")
        .propertyStream()
        .forEach(e -> tensors.put(e.getKey(), floats(e.getValue())));
    json.path("state").propertyStream().forEach(e -> tensors.put(e.getKey(), floats(e.getValue())));
    JsonNode batch = json.get("batch");
    return new StepTrace.Start(
            model(),
            tensors,
            0,
            0,
            floats(batch.get("x")),
            floats(batch.get("t")),
            batch.get("x").size())
        .weighing(Arrays.stream(doubles(json.path("class_weights"))).boxed().toList());
  }

  private static float[] floats(JsonNode node) {
    double[] values = doubles(node);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static double[] doubles(JsonNode node) {
    if (node.isMissingNode()) {
      return new double[0];
    }
    return node.isArray()
        ? node.valueStream().flatMapToDouble(n -> Arrays.stream(doubles(n))).toArray()
        : new double[] {node.asDouble()};
  }

  @Override
  public String toString() {
    return name;
  }
}
