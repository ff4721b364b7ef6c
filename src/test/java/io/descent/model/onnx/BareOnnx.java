package io.descent.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.descent.engine.Network;
import io.descent.engine.Shape;
import io.descent.engine.TensorShape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
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
    OnnxLayers layers = new OnnxLayers(graph, TensorShape.of(network.model()));
    ONNXRef<?> raw = layers.append(network.model().layers(), input, shape.rank() > 1);
    raw.apply(ONNXOperators.SOFTMAX, Map.of("axis", 1))
        .assignTo(graph.floatOutput(OnnxExport.OUTPUT, outputs));
    ModelProto content =
        ModelProto.newBuilder()
            .setIrVersion(7)
            .addOpsetImport(ONNXOperators.getOpsetProto())
            .setGraph(layers.withWeights(shaped(graph.buildGraph(), shape)))
            .build();
    return bytes(network, content, layers.weights());
  }

  /** The whole file, with the network's weights. */
  static byte[] bytes(Network network, ModelProto content, Map<String, String> initializers) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteArrayOutputStream weights = new ByteArrayOutputStream();
    try {
      network.write(weights);
      OnnxFile whole =
          new OnnxFile(
              new UUID(0, 0),
              content,
              OnnxFile.places(network.model(), initializers),
              new LinkedHashMap<>(),
              from -> {
                byte[] all = weights.toByteArray();
                return new ByteArrayInputStream(all, (int) from, all.length - (int) from);
              });
      whole.write(file);
      if (file.size() != whole.size()) {
        throw new IllegalStateException(file.size() + " bytes, and not " + whole.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
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
