package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.descent.ServiceClient;
import io.descent.dataset.ColumnReading;
import io.descent.engine.Metrics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The doors through which a model is asked about rows: each gives a label or a value a row. */
final class Doors {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What a model takes, in the order of its columns, and rows of it as they were understood.
   *
   * @param targets what each row is, as it was understood
   */
  record Rows(
      String dataset,
      JsonNode model,
      List<JsonNode> items,
      List<Integer> places,
      List<JsonNode> targets) {

    String path() {
      return "/api/v1/models/" + id() + "/predictions";
    }

    String id() {
      return model.path("id").stringValue();
    }

    boolean classes() {
      return model.path("classes").isArray();
    }

    boolean images() {
      return !model.path("columns").isArray();
    }

    JsonNode value(int row, int column) {
      return items.get(row).get(places.get(column));
    }

    String column(int column) {
      return model.path("columns").get(column).path("name").stringValue();
    }

    String kind(int column) {
      return model.path("columns").path(column).path("kind").asString("numeric");
    }
  }

  private final ServiceClient service;
  private final Rows rows;

  Doors(ServiceClient service, Rows rows) {
    this.service = service;
    this.rows = rows;
  }

  List<String> predictions() {
    ArrayNode instances = JSON.createArrayNode();
    for (int row = 0; row < rows.items().size(); row++) {
      ArrayNode instance = instances.addArray();
      for (int column = 0; column < rows.places().size(); column++) {
        instance.add(rows.value(row, column));
      }
    }
    return predicted(instances);
  }

  /** Each row as an object, its target too. */
  List<String> byName() {
    ArrayNode instances = JSON.createArrayNode();
    for (int row = 0; row < rows.items().size(); row++) {
      ObjectNode instance = instances.addObject();
      instance.set(rows.model().path("target").stringValue(), rows.targets().get(row));
      for (int column = rows.places().size() - 1; column >= 0; column--) {
        instance.set(rows.column(column), rows.value(row, column));
      }
    }
    return predicted(instances);
  }

  private List<String> predicted(ArrayNode instances) {
    ObjectNode body = JSON.createObjectNode();
    body.set("instances", instances);
    JsonNode answer = service.post(rows.path(), body.toString()).expect(200).json();
    assertThat(answer.has("warnings")).as(answer.path("warnings").toString()).isFalse();
    return answer
        .path("predictions")
        .valueStream()
        .map(it -> it.path(rows.classes() ? "label" : "value").asString())
        .toList();
  }

  List<String> csv() {
    StringBuilder csv = new StringBuilder();
    List<String> names =
        rows.model().path("columns").valueStream().map(it -> quoted(it.path("name"))).toList();
    csv.append(String.join(",", names)).append('\n');
    for (int row = 0; row < rows.items().size(); row++) {
      List<String> fields = new ArrayList<>();
      for (int column = 0; column < rows.places().size(); column++) {
        fields.add(quoted(spelled(row, column)));
      }
      csv.append(String.join(",", fields)).append('\n');
    }
    return lines(service.csv(rows.path(), csv.toString()).expect(200).text());
  }

  /** The file of the data set as it was uploaded. */
  List<String> file(byte[] file, String type) {
    return lines(service.send("POST", rows.path(), type, file).expect(200).text());
  }

  /** A date as people write it. */
  private JsonNode spelled(int row, int column) {
    JsonNode value = rows.value(row, column);
    return rows.kind(column).equals("date") && value.isNumber()
        ? JSON.getNodeFactory().stringNode(Instant.ofEpochSecond(value.longValue()).toString())
        : value;
  }

  private static String quoted(JsonNode value) {
    return value.isNull() ? "" : '"' + value.asString().replace("\"", "\"\"") + '"';
  }

  private static List<String> lines(String csv) {
    assertThat(csv.lines().findFirst().orElseThrow()).doesNotContain("warning");
    return csv.lines().skip(1).map(line -> line.split(",", -1)[0].replace("\"", "")).toList();
  }

  List<String> stored() {
    String body = "{\"dataset_id\": \"%s\"}".formatted(rows.dataset());
    String csv = service.post(rows.path(), body, "Accept", "text/csv").expect(200).text();
    return csv.lines().skip(1).map(line -> line.split(",", -1)[0].replace("\"", "")).toList();
  }

  JsonNode evaluation() {
    String body = "{\"dataset_id\": \"%s\"}".formatted(rows.dataset());
    return service.post("/api/v1/models/" + rows.id() + "/evaluations", body).expect(201).json();
  }

  /** A category by its number, what is missing as NaN. */
  private double number(int row, int column) {
    JsonNode value = rows.value(row, column);
    if (value.isNull()) {
      return Double.NaN;
    }
    if (rows.kind(column).equals("categorical")) {
      JsonNode told = rows.model().path("columns").get(column).path("categories");
      return told.valueStream().map(JsonNode::stringValue).toList().indexOf(value.asString());
    }
    return value.isNumber()
        ? value.doubleValue()
        : new ColumnReading(".", "", "", true).parse(value.stringValue());
  }

  /** Rows, then what a row is. */
  private List<JsonNode> shape() {
    List<JsonNode> shape = new ArrayList<>();
    shape.add(JSON.getNodeFactory().numberNode(rows.items().size()));
    rows.model().path("input_shape").forEach(shape::add);
    return shape;
  }

  private double[] numbers() {
    int width = rows.places().size();
    double[] values = new double[rows.items().size() * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(i / width, i % width);
    }
    return values;
  }

  private ObjectNode input(ObjectNode body) {
    ObjectNode input = body.putArray("inputs").addObject().put("name", "input");
    input.put("datatype", "FP64").putArray("shape").addAll(shape());
    return input;
  }

  private String infer() {
    return "/v2/models/" + rows.id() + "/infer";
  }

  List<String> protocol() {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode data = input(body).putArray("data");
    for (double value : numbers()) {
      if (Double.isNaN(value)) {
        data.addNull();
      } else {
        data.add(value);
      }
    }
    JsonNode output = service.post(infer(), body.toString()).expect(200).json().at("/outputs/0");
    float[] values = new float[output.path("data").size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = output.path("data").get(i).floatValue();
    }
    return labels(values, output.at("/shape/1").intValue());
  }

  /** Bytes in and bytes out. */
  List<String> bytes() {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("parameters").put("binary_data_output", true);
    double[] values = numbers();
    ObjectNode input = input(body);
    input.putObject("parameters").put("binary_data_size", values.length * Double.BYTES);
    byte[] head = body.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer whole = ByteBuffer.allocate(head.length + values.length * Double.BYTES).put(head);
    whole.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    String length = "Inference-Header-Content-Length";
    String type = "application/octet-stream";
    ServiceClient.Answer answer =
        service.send("POST", infer(), type, whole.array(), length, Integer.toString(head.length));
    byte[] said = answer.expect(200).http().body();
    int start = Integer.parseInt(answer.http().headers().firstValue(length).orElseThrow());
    FloatBuffer floats =
        ByteBuffer.wrap(said, start, said.length - start)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] outputs = new float[floats.remaining()];
    floats.get(outputs);
    return labels(outputs, JSON.readTree(said, 0, start).at("/outputs/0/shape/1").intValue());
  }

  List<String> byColumn() {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("parameters").put("content_type", "pd");
    ArrayNode inputs = body.putArray("inputs");
    for (int column = 0; column < rows.places().size(); column++) {
      boolean numeric = rows.kind(column).equals("numeric");
      ObjectNode tensor = inputs.addObject().put("name", rows.column(column));
      tensor.put("datatype", numeric ? "FP64" : "BYTES").putArray("shape").add(rows.items().size());
      ArrayNode data = tensor.putArray("data");
      for (int row = 0; row < rows.items().size(); row++) {
        data.add(spelled(row, column));
      }
    }
    JsonNode answer = service.post(infer(), body.toString()).expect(200).json();
    assertThat(answer.has("parameters")).as(answer.path("parameters").toString()).isFalse();
    JsonNode output = answer.at("/outputs/0");
    float[] values = new float[output.path("data").size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = output.path("data").get(i).floatValue();
    }
    return labels(values, output.at("/shape/1").intValue());
  }

  private List<String> labels(float[] values, int width) {
    assertThat(values).hasSize(rows.items().size() * width);
    return IntStream.range(0, rows.items().size())
        .mapToObj(
            row -> {
              if (!rows.classes()) {
                return Float.toString(values[row]);
              }
              int best = Metrics.argmax(values, row * width, width);
              return rows.model().path("classes").get(best).stringValue();
            })
        .toList();
  }

  List<String> onnx() throws OrtException {
    String path = "/api/v1/models/" + rows.id() + "/onnx";
    byte[] file = service.get(path, "Accept", "*/*").expect(200).http().body();
    JsonNode report = service.get(path + "?report=true").expect(200).json();
    assertSigned(report);
    boolean doubles = report.at("/input/datatype").stringValue().equals("FP64");
    long[] dims = shape().stream().mapToLong(JsonNode::longValue).toArray();
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (var options = new OrtSession.SessionOptions();
        var session = runtime.createSession(file, options);
        var input = tensor(runtime, numbers(), dims, doubles);
        var result = session.run(Map.of("input", input))) {
      float[][] output = (float[][]) result.get(0).getValue();
      FloatBuffer flat = FloatBuffer.allocate(output.length * output[0].length);
      List.of(output).forEach(flat::put);
      return labels(flat.array(), output[0].length);
    }
  }

  private void assertSigned(JsonNode report) {
    JsonNode described = service.get("/v2/models/" + rows.id()).expect(200).json();
    assertThat(described.at("/inputs/0/datatype")).isEqualTo(report.at("/input/datatype"));
    assertThat(described.at("/parameters/target")).isEqualTo(rows.model().path("target"));
    if (rows.model().has("columns")) {
      assertThat(described.at("/parameters/columns")).isEqualTo(rows.model().path("columns"));
      assertThat(report.at("/metadata/columns").stringValue())
          .isEqualTo(rows.model().path("columns").toString());
    }
  }

  private static OnnxTensor tensor(
      OrtEnvironment runtime, double[] values, long[] dims, boolean doubles) throws OrtException {
    if (doubles) {
      return OnnxTensor.createTensor(runtime, DoubleBuffer.wrap(values), dims);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return OnnxTensor.createTensor(runtime, FloatBuffer.wrap(floats), dims);
  }
}
