package io.descent.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.descent.web.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A model's ONNX file.
 *
 * @param digests of what the model was made from, by name
 */
record OnnxFile(UUID modelId, ModelProto content, SequencedMap<String, String> digests) {

  int size() {
    return content.getSerializedSize();
  }

  void write(OutputStream out) throws IOException {
    content.writeTo(out);
  }

  OnnxReport report() {
    SequencedMap<String, String> all = new LinkedHashMap<>(digests);
    all.put("sha256", sha256());
    return new OnnxReport(
        modelId,
        content.getOpsetImport(0).getVersion(),
        content.getIrVersion(),
        content.getProducerName() + " " + content.getProducerVersion(),
        operators(),
        tensor(content.getGraph().getInput(0)),
        tensor(content.getGraph().getOutput(0)),
        size(),
        all);
  }

  /** How often each operator occurs. */
  private Map<String, Long> operators() {
    return content.getGraph().getNodeList().stream()
        .collect(Collectors.groupingBy(NodeProto::getOpType, TreeMap::new, Collectors.counting()));
  }

  private static OnnxReport.OnnxTensor tensor(ValueInfoProto value) {
    List<Long> shape =
        value.getType().getTensorType().getShape().getDimList().stream()
            .map(OnnxFile::extent)
            .toList();
    return new OnnxReport.OnnxTensor(value.getName(), "FP32", shape);
  }

  private static long extent(Dimension dimension) {
    return dimension.hasDimValue() ? dimension.getDimValue() : -1;
  }

  private String sha256() {
    DigestOutputStream out =
        new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.start());
    try {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sha256.hex(out.getMessageDigest());
  }
}
