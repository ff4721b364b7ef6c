package io.descent.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.descent.dataset.Encoding;
import io.descent.engine.Network;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
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
public record OnnxFile(UUID modelId, ModelProto content, SequencedMap<String, String> digests) {

  /** Protocol buffers end at 2 GiB; the graph around the weights is small. */
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - (64L << 20);

  /**
   * @param version of the build that writes the file
   * @param origin what the file says of the model beside its digests, in order
   */
  public static OnnxFile of(
      UUID modelId,
      Network network,
      Encoding encoding,
      String version,
      SequencedMap<String, String> digests,
      SequencedMap<String, String> origin) {
    SequencedMap<String, String> properties = new LinkedHashMap<>(digests);
    properties.putAll(origin);
    OnnxExport export = new OnnxExport(network.model(), network.tensors(), encoding);
    return new OnnxFile(modelId, export.build("descent", version, properties), digests);
  }

  /** Refuses a network that no ONNX file can hold. */
  public static void requireSize(long parameters) {
    if (parameters > MOST_WEIGHTS / Float.BYTES) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the model has %d parameters, and an ONNX file holds %d at most; take its safetensors"
              .formatted(parameters, MOST_WEIGHTS / Float.BYTES));
    }
  }

  public int size() {
    return content.getSerializedSize();
  }

  public void write(OutputStream out) throws IOException {
    content.writeTo(out);
  }

  public OnnxReport report() {
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
