package io.descent.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.descent.dataset.Encoding;
import io.descent.engine.ModelSpec;
import io.descent.engine.TensorShape;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A model's ONNX file, written as it is asked for: the weights come from where they are stored, and
 * are never all in memory.
 *
 * @param content all but the weights
 * @param places of the weights, by the name of their initializer
 * @param digests of what the model was made from, by name
 */
public record OnnxFile(
    UUID modelId,
    ModelProto content,
    Map<String, Place> places,
    SequencedMap<String, String> digests,
    Weights weights) {

  /** Protocol buffers end at 2 GiB; the graph around the weights is small. */
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - (64L << 20);

  private static final int BUFFER = 1 << 16;

  /** All weights, little-endian, in the order of {@link TensorShape#of}. */
  public interface Weights {
    InputStream open(long from);
  }

  /** Where among the weights a tensor lies, in bytes. */
  public record Place(TensorShape tensor, long from) {

    long size() {
      return tensor.shape().size() * Float.BYTES;
    }

    /** The field of the bytes, with its tag and length. */
    long field() {
      return CodedOutputStream.computeTagSize(TensorProto.RAW_DATA_FIELD_NUMBER)
          + CodedOutputStream.computeUInt32SizeNoTag(Math.toIntExact(size()))
          + size();
    }
  }

  /**
   * @param version of the build that writes the file
   * @param origin what the file says of the model beside its digests, in order
   */
  public static OnnxFile of(
      UUID modelId,
      ModelSpec model,
      Encoding encoding,
      String version,
      SequencedMap<String, String> digests,
      SequencedMap<String, String> origin,
      Weights weights) {
    SequencedMap<String, String> properties = new LinkedHashMap<>(digests);
    properties.putAll(origin);
    if (!encoding.tooFineForFloats().isEmpty()) {
      properties.put("precision", precision(encoding));
    }
    OnnxExport export = new OnnxExport(model, encoding);
    ModelProto content = export.build("descent", version, properties);
    return new OnnxFile(modelId, content, places(model, export.weights()), digests, weights);
  }

  private static String precision(Encoding encoding) {
    return String.join(", ", encoding.tooFineForFloats())
        + ": a unit in the last place of float32 is more than a ten-thousandth of the deviation,"
        + " so that input is float64";
  }

  static Map<String, Place> places(ModelSpec model, Map<String, String> initializers) {
    Map<String, Place> places = new HashMap<>();
    long at = 0;
    for (TensorShape tensor : TensorShape.of(model)) {
      Place place = new Place(tensor, at);
      initializers.forEach(
          (initializer, name) -> {
            if (name.equals(tensor.name())) {
              places.put(initializer, place);
            }
          });
      at += place.size();
    }
    return places;
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

  public long size() {
    return field(ModelProto.GRAPH_FIELD_NUMBER, graphSize())
        + content.toBuilder().clearGraph().build().getSerializedSize();
  }

  private long graphSize() {
    GraphProto graph = content.getGraph();
    long initializers =
        graph.getInitializerList().stream()
            .mapToLong(it -> field(GraphProto.INITIALIZER_FIELD_NUMBER, tensorSize(it)))
            .sum();
    return graph.toBuilder().clearInitializer().build().getSerializedSize() + initializers;
  }

  private long tensorSize(TensorProto initializer) {
    Place place = places.get(initializer.getName());
    return initializer.getSerializedSize() + (place == null ? 0 : place.field());
  }

  private static long field(int number, long size) {
    return CodedOutputStream.computeTagSize(number)
        + CodedOutputStream.computeUInt32SizeNoTag(Math.toIntExact(size))
        + size;
  }

  /** In the order of the fields' numbers, as the library would write the whole file. */
  public void write(OutputStream out) throws IOException {
    CodedOutputStream to = CodedOutputStream.newInstance(out, BUFFER);
    ModelProto after =
        ModelProto.newBuilder()
            .addAllOpsetImport(content.getOpsetImportList())
            .addAllMetadataProps(content.getMetadataPropsList())
            .build();
    content.toBuilder().clearGraph().clearOpsetImport().clearMetadataProps().build().writeTo(to);
    begin(to, ModelProto.GRAPH_FIELD_NUMBER, graphSize());
    GraphProto graph = content.getGraph();
    GraphProto before =
        GraphProto.newBuilder().addAllNode(graph.getNodeList()).setName(graph.getName()).build();
    before.writeTo(to);
    for (TensorProto initializer : graph.getInitializerList()) {
      write(initializer, to);
    }
    graph.toBuilder().clearNode().clearName().clearInitializer().build().writeTo(to);
    after.writeTo(to);
    to.flush();
  }

  private static void begin(CodedOutputStream to, int number, long size) throws IOException {
    to.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    to.writeUInt32NoTag(Math.toIntExact(size));
  }

  private void write(TensorProto initializer, CodedOutputStream to) throws IOException {
    begin(to, GraphProto.INITIALIZER_FIELD_NUMBER, tensorSize(initializer));
    initializer.writeTo(to);
    Place place = places.get(initializer.getName());
    if (place == null) {
      return;
    }
    begin(to, TensorProto.RAW_DATA_FIELD_NUMBER, place.size());
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = weights.open(place.from())) {
      for (long left = place.size(); left > 0; ) {
        int n = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
        if (n == 0) {
          throw new EOFException("the weights end within " + initializer.getName());
        }
        to.writeRawBytes(buffer, 0, n);
        left -= n;
      }
    }
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
        all,
        metadata());
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
    return new OnnxReport.OnnxTensor(value.getName(), datatype(value), shape);
  }

  private static String datatype(ValueInfoProto value) {
    boolean doubles =
        value.getType().getTensorType().getElemType() == TensorProto.DataType.DOUBLE_VALUE;
    return doubles ? "FP64" : "FP32";
  }

  private SequencedMap<String, String> metadata() {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    content.getMetadataPropsList().forEach(it -> all.put(it.getKey(), it.getValue()));
    digests.keySet().forEach(all::remove);
    return all;
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
