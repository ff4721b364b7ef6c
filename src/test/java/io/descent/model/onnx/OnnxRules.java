package io.descent.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The structural rules that ONNX's own checker asks of a model: versions, names given once, values
 * made before they are used, tensors as long as their shape says, attributes of a type.
 */
public final class OnnxRules {

  private static final Map<Integer, Integer> WIDTHS =
      Map.of(DataType.FLOAT_VALUE, 4, DataType.DOUBLE_VALUE, 8, DataType.INT64_VALUE, 8);

  private OnnxRules() {}

  public static void check(ModelProto model) {
    assertThat(model.getIrVersion()).isBetween(4L, 10L);
    assertThat(model.getOpsetImportList()).hasSize(1);
    assertThat(model.getOpsetImport(0).getDomain()).isEmpty();
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(13);
    assertThat(model.getProducerName()).isEqualTo("descent");
    assertThat(model.getMetadataPropsList()).doesNotHaveDuplicates();
    assertThat(model.getGraph().getName()).isNotEmpty();
    Set<String> known = new HashSet<>();
    model.getGraph().getInputList().forEach(input -> tensor(input, known));
    model.getGraph().getInitializerList().forEach(tensor -> initializer(tensor, known));
    nodes(model.getGraph().getNodeList(), known);
    for (ValueInfoProto output : model.getGraph().getOutputList()) {
      assertThat(known).contains(output.getName());
      tensor(output, new HashSet<>());
    }
  }

  private static void tensor(ValueInfoProto value, Set<String> known) {
    assertThat(known.add(value.getName())).as(value.getName()).isTrue();
    assertThat(value.getType().getTensorType().getElemType()).isEqualTo(DataType.FLOAT_VALUE);
    assertThat(value.getType().getTensorType().getShape().getDimList())
        .allMatch(d -> d.hasDimParam() ? !d.getDimParam().isEmpty() : d.getDimValue() > 0);
  }

  private static void initializer(TensorProto tensor, Set<String> known) {
    assertThat(known.add(tensor.getName())).as("twice: " + tensor.getName()).isTrue();
    long values = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
    int width = WIDTHS.get(tensor.getDataType());
    long given = tensor.getRawData().size() + (long) width * tensor.getFloatDataCount();
    assertThat(given).as(tensor.getName()).isEqualTo(values * width);
  }

  private static void nodes(List<NodeProto> nodes, Set<String> known) {
    Set<String> names = new HashSet<>();
    Set<String> used = new HashSet<>();
    for (NodeProto node : nodes) {
      assertThat(names.add(node.getName())).as("node name " + node.getName()).isTrue();
      assertThat(node.getOpType()).isNotEmpty();
      assertThat(known).as("made before " + node.getName()).containsAll(node.getInputList());
      used.addAll(node.getInputList());
      node.getOutputList().forEach(o -> assertThat(known.add(o)).as("twice: " + o).isTrue());
      assertThat(node.getAttributeList())
          .allMatch(a -> a.getType() != AttributeProto.AttributeType.UNDEFINED);
    }
    known.stream().filter(n -> !n.equals("output")).forEach(n -> assertThat(used).contains(n));
  }
}
