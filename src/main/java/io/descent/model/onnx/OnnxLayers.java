package io.descent.model.onnx;

import static io.descent.model.onnx.OnnxOperator.AVERAGE_POOL;
import static io.descent.model.onnx.OnnxOperator.BATCH_NORMALIZATION;
import static io.descent.model.onnx.OnnxOperator.CONV;
import static io.descent.model.onnx.OnnxOperator.ERF;
import static io.descent.model.onnx.OnnxOperator.FLATTEN;
import static io.descent.model.onnx.OnnxOperator.LEAKY_RELU;
import static io.descent.model.onnx.OnnxOperator.MAX_POOL;
import static io.descent.model.onnx.OnnxOperator.RELU;
import static io.descent.model.onnx.OnnxOperator.TANH;
import static org.tribuo.util.onnx.ONNXOperators.SOFTMAX;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.descent.engine.Extent;
import io.descent.engine.LayerSpec;
import io.descent.engine.LayerSpec.Affine;
import io.descent.engine.LayerSpec.AvgPool2d;
import io.descent.engine.LayerSpec.BatchNorm1d;
import io.descent.engine.LayerSpec.BatchNorm2d;
import io.descent.engine.LayerSpec.Conv2d;
import io.descent.engine.LayerSpec.Dropout;
import io.descent.engine.LayerSpec.Flatten;
import io.descent.engine.LayerSpec.Gelu;
import io.descent.engine.LayerSpec.LeakyRelu;
import io.descent.engine.LayerSpec.MaxPool2d;
import io.descent.engine.LayerSpec.Relu;
import io.descent.engine.LayerSpec.Sigmoid;
import io.descent.engine.LayerSpec.Softmax;
import io.descent.engine.LayerSpec.Tanh;
import io.descent.engine.TensorShape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXInitializer;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXOperator;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXRef;

/** Appends the layers of a network to a graph, as they are in inference mode. */
final class OnnxLayers {

  private final ONNXContext graph;
  private final Map<String, TensorShape> tensors;
  private final Map<String, TensorProto> weights = new HashMap<>();

  OnnxLayers(ONNXContext graph, List<TensorShape> tensors) {
    this.graph = graph;
    this.tensors =
        tensors.stream().collect(Collectors.toMap(TensorShape::name, Function.identity()));
  }

  /**
   * @param spatial whether x is (n, channels, height, width) rather than (n, features)
   */
  ONNXRef<?> append(List<LayerSpec> layers, ONNXRef<?> x, boolean spatial) {
    ONNXRef<?> y = x;
    boolean deep = spatial;
    for (int i = 0; i < layers.size(); i++) {
      boolean flattens = layers.get(i) instanceof Affine || layers.get(i) instanceof Flatten;
      if (deep && flattens) {
        y = y.apply(FLATTEN, Map.of("axis", 1));
        deep = false;
      }
      y = append(i, layers.get(i), y);
    }
    return y;
  }

  private ONNXRef<?> append(int index, LayerSpec layer, ONNXRef<?> x) {
    return switch (layer) {
      case Affine _ -> affine(index, x);
      case Conv2d conv -> conv(index, conv, x);
      case MaxPool2d(Extent kernel, Extent stride) -> pool(MAX_POOL, kernel, stride, index, x);
      case AvgPool2d(Extent kernel, Extent stride) -> pool(AVERAGE_POOL, kernel, stride, index, x);
      case BatchNorm1d(double eps, _) -> batchNorm(index, eps, x, false);
      case BatchNorm2d(double eps, _) -> batchNorm(index, eps, x, true);
      case Dropout _, Flatten _ -> x;
      case Softmax _ -> node(SOFTMAX, List.of(x), name(index, layer), Map.of("axis", 1));
      case Relu _ -> x.apply(RELU, name(index, layer));
      case LeakyRelu(double slope) ->
          node(LEAKY_RELU, List.of(x), name(index, layer), Map.of("alpha", (float) slope));
      case Gelu(boolean tanh) -> gelu(index, tanh, x);
      case Sigmoid _ -> x.apply(ONNXOperators.SIGMOID, name(index, layer));
      case Tanh _ -> x.apply(TANH, name(index, layer));
    };
  }

  /** y = x W + b, with W (in, out). */
  private ONNXRef<?> affine(int index, ONNXRef<?> x) {
    return x.apply(
        ONNXOperators.GEMM, List.of(tensor(index, "W"), tensor(index, "b")), index + ".affine");
  }

  private ONNXRef<?> conv(int index, Conv2d conv, ONNXRef<?> x) {
    int height = conv.padding().height();
    int width = conv.padding().width();
    Map<String, Object> attributes = window(conv.kernel(), conv.stride());
    attributes.put("pads", new int[] {height, width, height, width});
    return node(
        CONV, List.of(x, tensor(index, "W"), tensor(index, "b")), index + ".conv2d", attributes);
  }

  private ONNXRef<?> pool(
      ONNXOperator operator, Extent kernel, Extent stride, int index, ONNXRef<?> x) {
    return node(operator, List.of(x), index + ".pool", window(kernel, stride));
  }

  /** Kept in order, so that the same model always gives the same file. */
  private static Map<String, Object> window(Extent kernel, Extent stride) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", new int[] {kernel.height(), kernel.width()});
    attributes.put("strides", new int[] {stride.height(), stride.width()});
    return attributes;
  }

  /**
   * y = γ (x − mean) / √(variance + ε) + β. The mean is taken off by a node of its own: readers
   * fold it into β − mean · γ / √(variance + ε), and lose digits where it is much larger than the
   * deviation.
   */
  private ONNXRef<?> batchNorm(int index, double eps, ONNXRef<?> x, boolean spatial) {
    TensorShape mean = required(index, "running_mean");
    int channels = mean.shape().channels();
    List<Integer> shape = spatial ? List.of(channels, 1, 1) : List.of(channels);
    ONNXInitializer shift = named(mean.name(), shape);
    ONNXInitializer zero = graph.array(index + ".zero", new float[channels]);
    ONNXRef<?> centred = x.apply(ONNXOperators.SUB, shift, index + ".centred");
    return node(
        BATCH_NORMALIZATION,
        List.of(
            centred,
            tensor(index, "gamma"),
            tensor(index, "beta"),
            zero,
            tensor(index, "running_var")),
        index + ".batchnorm",
        Map.of("epsilon", (float) eps));
  }

  /** Hendrycks and Gimpel 2016: x Φ(x), or its approximation by tanh. */
  private ONNXRef<?> gelu(int index, boolean tanh, ONNXRef<?> x) {
    String name = index + ".gelu";
    ONNXRef<?> curve = tanh ? tanhCurve(name, x) : erfCurve(name, x);
    ONNXRef<?> raised = curve.apply(ONNXOperators.ADD, graph.constant(name + ".one", 1f), name);
    ONNXRef<?> half = x.apply(ONNXOperators.MUL, graph.constant(name + ".half", 0.5f), name);
    return half.apply(ONNXOperators.MUL, raised, name);
  }

  /** erf(x / √2). */
  private ONNXRef<?> erfCurve(String name, ONNXRef<?> x) {
    float factor = (float) Math.sqrt(0.5);
    return x.apply(ONNXOperators.MUL, graph.constant(name + ".factor", factor), name)
        .apply(ERF, name);
  }

  /** tanh(√(2/π) (x + 0.044715 x³)). */
  private ONNXRef<?> tanhCurve(String name, ONNXRef<?> x) {
    ONNXRef<?> square = x.apply(ONNXOperators.MUL, x, name);
    ONNXRef<?> cube = square.apply(ONNXOperators.MUL, x, name);
    ONNXRef<?> term =
        cube.apply(ONNXOperators.MUL, graph.constant(name + ".cubic", 0.044715f), name);
    float factor = (float) Math.sqrt(2 / Math.PI);
    return x.apply(ONNXOperators.ADD, term, name)
        .apply(ONNXOperators.MUL, graph.constant(name + ".factor", factor), name)
        .apply(TANH, name);
  }

  private ONNXInitializer tensor(int index, String letter) {
    TensorShape tensor = required(index, letter);
    return named(tensor.name(), tensor.shape().dims());
  }

  /** Without its values: the library would hold them. */
  private ONNXInitializer named(String name, List<Integer> shape) {
    ONNXInitializer initializer = graph.floatTensor(name, List.of(0), _ -> {});
    List<Long> dims = shape.stream().map(Integer::longValue).toList();
    weights.put(
        initializer.getReference(),
        TensorProto.newBuilder()
            .addAllDims(dims)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setName(name)
            .build());
    return initializer;
  }

  /** The names of the network's tensors, by the names of their initializers. */
  Map<String, String> weights() {
    return weights.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getName()));
  }

  /** Gives the initializers of the network's tensors their shapes, and no values. */
  GraphProto withWeights(GraphProto built) {
    GraphProto.Builder whole = built.toBuilder();
    for (int i = 0; i < built.getInitializerCount(); i++) {
      String name = built.getInitializer(i).getName();
      TensorProto tensor = weights.get(name);
      if (tensor != null) {
        whole.setInitializer(i, tensor.toBuilder().setName(name));
      }
    }
    return whole.build();
  }

  private TensorShape required(int index, String letter) {
    TensorShape tensor = tensors.get(index + "." + letter);
    if (tensor == null) {
      throw new IllegalArgumentException("the network has no tensor " + index + "." + letter);
    }
    return tensor;
  }

  private ONNXNode node(
      ONNXOperator operator, List<ONNXRef<?>> inputs, String name, Map<String, Object> attributes) {
    return graph.operation(operator, inputs, name, attributes);
  }

  private static String name(int index, LayerSpec layer) {
    return index + "." + layer.type();
  }
}
