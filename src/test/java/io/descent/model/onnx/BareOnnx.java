package io.descent.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.descent.engine.Network;
import io.descent.engine.Shape;
import java.util.Map;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXPlaceholder;
import org.tribuo.util.onnx.ONNXRef;

/** The layers and the softmax of a classifier as ONNX, for encoded inputs. */
public final class BareOnnx {

  private BareOnnx() {}

  /**
   * @param outputs classes
   */
  public static byte[] of(Network network, int outputs) {
    ONNXContext graph = new ONNXContext();
    graph.setName("network");
    Shape shape = network.model().inputShape();
    ONNXPlaceholder input = graph.floatInput(OnnxExport.INPUT, Math.toIntExact(shape.size()));
    ONNXRef<?> raw =
        new OnnxLayers(graph, network.tensors())
            .append(network.model().layers(), input, shape.rank() > 1);
    raw.apply(ONNXOperators.SOFTMAX, Map.of("axis", 1))
        .assignTo(graph.floatOutput(OnnxExport.OUTPUT, outputs));
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(ONNXOperators.getOpsetProto())
        .setGraph(shaped(graph.buildGraph(), shape))
        .build()
        .toByteArray();
  }

  /** The library knows inputs of one dimension only. */
  private static GraphProto shaped(GraphProto built, Shape sample) {
    ValueInfoProto.Builder input = built.getInput(0).toBuilder();
    TensorShapeProto.Builder shape =
        input.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    Dimension batch = shape.getDim(0);
    shape.clearDim().addDim(batch);
    sample.dims().forEach(d -> shape.addDim(Dimension.newBuilder().setDimValue(d)));
    return built.toBuilder().setInput(0, input).build();
  }
}
