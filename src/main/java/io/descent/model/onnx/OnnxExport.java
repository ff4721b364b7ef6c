package io.descent.model.onnx;

import static org.tribuo.util.onnx.ONNXOperators.ADD;
import static org.tribuo.util.onnx.ONNXOperators.CONCAT;
import static org.tribuo.util.onnx.ONNXOperators.MUL;
import static org.tribuo.util.onnx.ONNXOperators.SIGMOID;
import static org.tribuo.util.onnx.ONNXOperators.SOFTMAX;
import static org.tribuo.util.onnx.ONNXOperators.SUB;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.descent.dataset.Encoding;
import io.descent.engine.ModelSpec;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.engine.TensorShape;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXPlaceholder;
import org.tribuo.util.onnx.ONNXRef;

/**
 * A network as an ONNX model that takes raw values and gives the answer: {@code input} (N ×
 * input_shape) and {@code output} (N × classes or N × 1), both float32; {@code input} is float64
 * where float32 cannot carry a column. The same network gives the same bytes.
 */
final class OnnxExport {

  static final String INPUT = "input";
  static final String OUTPUT = "output";

  /** Of ONNX 1.8, which brought operator set 13. */
  private static final long IR_VERSION = 7;

  private final ModelSpec model;
  private final Encoding encoding;
  private final ONNXContext graph = new ONNXContext();
  private final OnnxLayers layers;

  OnnxExport(ModelSpec model, Encoding encoding) {
    this.model = model;
    this.encoding = encoding;
    this.layers = new OnnxLayers(graph, TensorShape.of(model));
  }

  /**
   * @param properties what the file says about itself, in order
   */
  ModelProto build(String name, String version, SequencedMap<String, String> properties) {
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("descent")
            .setProducerVersion(version)
            .setModelVersion(1)
            .addOpsetImport(ONNXOperators.getOpsetProto())
            .setGraph(graph(name));
    properties.forEach(
        (key, value) ->
            file.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return file.build();
  }

  private GraphProto graph(String name) {
    graph.setName(name);
    int values = Math.toIntExact(encoding.inputShape().size());
    ONNXRef<?> raw = graph.floatInput(INPUT, values);
    ONNXRef<?> encoded = new OnnxPreprocessing(graph, encoding).append(raw);
    boolean spatial = encoding.encodedShape().rank() > 1;
    ONNXRef<?> raws = layers.append(model.layers(), encoded, spatial);
    ONNXPlaceholder output = graph.floatOutput(OUTPUT, outputs());
    answer(raws).assignTo(output);
    return layers.withWeights(withInputShape(graph.buildGraph()));
  }

  private int outputs() {
    return encoding.task() == Task.REGRESSION ? 1 : encoding.classes().size();
  }

  /** What the raw outputs mean: probabilities, scores, or a value in the target's unit. */
  private ONNXRef<?> answer(ONNXRef<?> y) {
    return switch (model.loss()) {
      case SOFTMAX_CE -> y.apply(SOFTMAX, Map.of("axis", 1));
      case CROSS_ENTROPY -> y;
      case BCE_LOGITS -> bothClasses(y.apply(SIGMOID, "p"));
      case MSE -> encoding.task() == Task.REGRESSION ? inTargetUnits(y) : y;
    };
  }

  /** (1 − p, p). */
  private ONNXRef<?> bothClasses(ONNXRef<?> p) {
    ONNXRef<?> other = graph.array("one", new float[] {1}).apply(SUB, p, "q");
    return graph.operation(CONCAT, List.of(other, p), "both", Map.of("axis", 1));
  }

  /** y · deviation + mean, in double. */
  private ONNXRef<?> inTargetUnits(ONNXRef<?> y) {
    Encoding.TargetScale target = encoding.target();
    return y.cast(double.class)
        .apply(MUL, graph.array("deviation", new double[] {target.deviation()}, false), "scaled")
        .apply(ADD, graph.array("target_mean", new double[] {target.mean()}, false), "value")
        .cast(float.class);
  }

  /** The names of the network's tensors, by the names of their initializers. */
  Map<String, String> weights() {
    return layers.weights();
  }

  private boolean isDouble() {
    return !encoding.tooFineForFloats().isEmpty();
  }

  /** The library knows inputs of one dimension, and of floats, only. */
  private GraphProto withInputShape(GraphProto built) {
    ValueInfoProto.Builder input = built.getInput(0).toBuilder();
    TensorShapeProto.Builder shape =
        input.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    if (isDouble()) {
      input.getTypeBuilder().getTensorTypeBuilder().setElemType(TensorProto.DataType.DOUBLE_VALUE);
    }
    Dimension batch = shape.getDim(0);
    shape.clearDim().addDim(batch);
    Shape sample = encoding.inputShape();
    sample.dims().forEach(d -> shape.addDim(Dimension.newBuilder().setDimValue(d)));
    return built.toBuilder().setInput(0, input).build();
  }
}
