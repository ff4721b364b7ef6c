package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A row is answered alike, whatever the door it comes through. */
@ServiceTest
class SameLabelsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 8}, {"type": "tanh"},
         {"type": "affine", "out": %d}], "loss": "%s"},
       "training": {"epochs": 5, "batch_size": 16, "seed": 1,
         "split": {"train": 1, "validation": 0, "test": 0}}}\
      """;
  private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  @LocalServerPort private int port;
  private ServiceClient service;

  @BeforeEach
  void connect() {
    service = new ServiceClient(port);
  }

  /**
   * What a model takes, in the order of its columns, and rows of it as they were understood.
   *
   * @param target its place in a row; −1 where rows are without
   */
  private record Rows(
      String dataset, JsonNode model, List<JsonNode> items, List<Integer> places, int target) {

    String path() {
      return "/api/v1/models/" + id() + "/predictions";
    }

    String id() {
      return model.path("id").stringValue();
    }

    boolean classes() {
      return model.path("classes").isArray();
    }

    JsonNode value(int row, int column) {
      return items.get(row).get(places.get(column));
    }
  }

  private JsonNode model(String dataset) {
    JsonNode data = service.get("/api/v1/datasets/" + dataset).json();
    boolean classes = data.path("classes").size() > 0;
    int outputs = classes ? data.path("classes").size() : 1;
    String request = JOB.formatted(dataset, outputs, classes ? "softmax_ce" : "mse");
    return service.get("/api/v1/models/" + service.model(request)).json();
  }

  private Rows trained(String file, String query) {
    String dataset = service.uploadField(file, query);
    JsonNode model = model(dataset);
    JsonNode rows = rows(dataset, 0);
    List<JsonNode> items = new ArrayList<>(rows.path("items").valueStream().toList());
    while (items.size() < rows.path("total").intValue()) {
      items.addAll(rows(dataset, items.size()).path("items").valueStream().toList());
    }
    List<String> names =
        rows.path("columns")
            .valueStream()
            .map(it -> it.isString() ? it.stringValue() : it.path("name").stringValue())
            .toList();
    List<Integer> places =
        model
            .path("columns")
            .valueStream()
            .map(it -> names.indexOf(it.path("name").stringValue()))
            .toList();
    int target = names.indexOf(model.path("target").stringValue());
    return new Rows(dataset, model, items, places, target);
  }

  private JsonNode rows(String dataset, int offset) {
    String path = "/api/v1/datasets/" + dataset + "/rows?limit=200&offset=" + offset;
    return service.get(path).expect(200).json();
  }

  @ParameterizedTest
  @CsvSource({
    "decimal-comma.csv, ''",
    "thousands.csv, ''",
    "currency-percent.csv, ''",
    "question-mark.csv, ''",
    "headerless.csv, header=false",
    "trailing-all-lines.csv, ''",
    "index-column.csv, ''",
    "sep-semicolon.csv, ''",
    "sep-comma.csv, ''",
    "sep-tab.csv, ''",
    "trailing-data-lines.csv, ''",
    "cp1252.csv, encoding=windows-1252",
    "utf16le-bom.csv, ''",
    "decimal-comma-holdout.csv, ''",
    "thousands-holdout.csv, ''",
    "currency-percent-holdout.csv, ''",
    "digits-pixels.csv, target=label&task=classification",
    "id-name-date.csv, ''",
    "rare-class.csv, ''",
    "boolean.csv, ''",
    "huge-integers.csv, ''"
  })
  void everyRowOfAFileHasOneAnswer(String file, String query) throws OrtException {
    Rows rows = trained(file, "name=same&" + query);
    List<String> answers = predictions(rows);
    assertThat(csv(rows)).as("CSV").isEqualTo(answers);
    assertThat(stored(rows)).as("data set").isEqualTo(answers);
    assertThat(protocol(rows, false)).as("/v2 JSON").isEqualTo(answers);
    assertThat(protocol(rows, true)).as("/v2 bytes").isEqualTo(answers);
    assertThat(byColumn(rows)).as("/v2 by column").isEqualTo(answers);
    assertThat(onnx(rows)).as("ONNX").isEqualTo(answers);
    evaluated(rows);
    asTheirTargetsSay(rows, answers);
  }

  /** Each row's answer against its target makes the matrix of an evaluation, or its error. */
  private void asTheirTargetsSay(Rows rows, List<String> answers) {
    JsonNode evaluation = evaluation(rows);
    List<JsonNode> targets = rows.items().stream().map(it -> it.get(rows.target())).toList();
    if (!rows.classes()) {
      double error =
          IntStream.range(0, targets.size())
              .mapToDouble(
                  i -> Math.abs(targets.get(i).asDouble() - Double.parseDouble(answers.get(i))))
              .average()
              .orElseThrow();
      assertThat(evaluation.path("mae").doubleValue())
          .isCloseTo(error, within(1e-3 + 1e-5 * error));
      return;
    }
    List<String> labels =
        rows.model().path("classes").valueStream().map(JsonNode::stringValue).toList();
    long[][] matrix = new long[labels.size()][labels.size()];
    for (int row = 0; row < targets.size(); row++) {
      matrix[labels.indexOf(targets.get(row).asString())][labels.indexOf(answers.get(row))]++;
    }
    assertThat(evaluation.path("confusion_matrix"))
        .isEqualTo(JSON.readTree(Arrays.deepToString(matrix)));
  }

  @Test
  void everyPixelTableTakenAsImagesHasOneAnswer() throws OrtException {
    String pixels = "digits-pixels.csv";
    String dataset = service.uploadField(pixels, "name=same&target=label&image=1,8,8");
    List<JsonNode> items = new ArrayList<>();
    for (String line : ServiceClient.field(pixels).lines().skip(1).toList()) {
      items.add(JSON.readTree("[" + line.substring(line.indexOf(',') + 1) + "]"));
    }
    oneAnswer(dataset, items);
  }

  @Test
  void everyImageOfAFileOfImagesHasOneAnswer() throws OrtException, IOException {
    byte[] images = ServiceClient.fieldBytes("qmnist-images-idx3-ubyte.gz");
    byte[] labels = ServiceClient.fieldBytes("qmnist-labels-idx2-int.gz");
    String dataset =
        service
            .send(
                "POST", "/api/v1/datasets", "multipart/form-data; boundary=x", form(images, labels))
            .expect(201)
            .json()
            .path("id")
            .stringValue();
    ByteBuffer idx;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(images))) {
      idx = ByteBuffer.wrap(in.readAllBytes());
    }
    int count = idx.getInt(4);
    int size = idx.getInt(8) * idx.getInt(12);
    List<JsonNode> items = new ArrayList<>();
    for (int image = 0; image < count; image++) {
      ArrayNode pixels = JSON.createArrayNode();
      for (int i = 0; i < size; i++) {
        pixels.add(idx.get(16 + image * size + i) & 0xff);
      }
      items.add(pixels);
    }
    oneAnswer(dataset, items);
  }

  private static byte[] form(byte[] images, byte[] labels) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    String part = "--x\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s.gz\"\r\n\r\n";
    form.write(part.formatted("file", "images").getBytes(StandardCharsets.UTF_8));
    form.write(images);
    form.write(("\r\n" + part.formatted("labels", "labels")).getBytes(StandardCharsets.UTF_8));
    form.write(labels);
    form.write("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  /** Of images, which are no columns. */
  private void oneAnswer(String dataset, List<JsonNode> items) throws OrtException {
    List<Integer> places = IntStream.range(0, items.getFirst().size()).boxed().toList();
    Rows rows = new Rows(dataset, model(dataset), items, places, -1);
    List<String> answers = predictions(rows);
    assertThat(answers).hasSize(items.size());
    assertThat(stored(rows)).as("data set").isEqualTo(answers);
    assertThat(protocol(rows, false)).as("/v2 JSON").isEqualTo(answers);
    assertThat(protocol(rows, true)).as("/v2 bytes").isEqualTo(answers);
    assertThat(onnx(rows)).as("ONNX").isEqualTo(answers);
    evaluated(rows);
  }

  /** All rows together: as many of each class are answered. */
  private void evaluated(Rows rows) {
    JsonNode matrix = evaluation(rows).path("confusion_matrix");
    List<String> answers = stored(rows);
    for (int c = 0; c < matrix.size(); c++) {
      String label = rows.model().path("classes").get(c).stringValue();
      int column = c;
      long predicted = matrix.valueStream().mapToLong(row -> row.get(column).longValue()).sum();
      assertThat(answers.stream().filter(label::equals).count()).as(label).isEqualTo(predicted);
    }
  }

  private JsonNode evaluation(Rows rows) {
    return service
        .post(
            "/api/v1/models/" + rows.id() + "/evaluations",
            "{\"dataset_id\": \"%s\"}".formatted(rows.dataset()))
        .expect(201)
        .json();
  }

  private List<String> predictions(Rows rows) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode instances = body.putArray("instances");
    for (int row = 0; row < rows.items().size(); row++) {
      ArrayNode instance = instances.addArray();
      for (int column = 0; column < rows.places().size(); column++) {
        instance.add(rows.value(row, column));
      }
    }
    JsonNode answer = service.post(rows.path(), body.toString()).expect(200).json();
    assertThat(answer.has("warnings")).as(answer.path("warnings").toString()).isFalse();
    return answer
        .path("predictions")
        .valueStream()
        .map(
            it ->
                rows.classes()
                    ? it.path("label").stringValue()
                    : rounded(it.path("value").doubleValue()))
        .toList();
  }

  private static String rounded(double value) {
    return Float.toString(Math.round(value * 1000) / 1000f);
  }

  private List<String> csv(Rows rows) {
    StringBuilder csv = new StringBuilder();
    List<String> names =
        rows.model().path("columns").valueStream().map(it -> quoted(it.path("name"))).toList();
    csv.append(String.join(",", names)).append('\n');
    for (int row = 0; row < rows.items().size(); row++) {
      List<String> fields = new ArrayList<>();
      for (int column = 0; column < rows.places().size(); column++) {
        fields.add(quoted(spelled(rows, row, column)));
      }
      csv.append(String.join(",", fields)).append('\n');
    }
    return lines(rows, service.csv(rows.path(), csv.toString()).expect(200).text());
  }

  /** A date as people write it. */
  private static JsonNode spelled(Rows rows, int row, int column) {
    JsonNode value = rows.value(row, column);
    String kind = rows.model().path("columns").get(column).path("kind").stringValue();
    return kind.equals("date") && value.isNumber()
        ? JSON.getNodeFactory()
            .stringNode(java.time.Instant.ofEpochSecond(value.longValue()).toString())
        : value;
  }

  private static String quoted(JsonNode value) {
    return value.isNull() ? "" : '"' + value.asString().replace("\"", "\"\"") + '"';
  }

  private static List<String> lines(Rows rows, String csv) {
    return csv.lines()
        .skip(1)
        .map(line -> line.split(",", -1)[0].replace("\"", ""))
        .map(it -> rows.classes() ? it : rounded(Double.parseDouble(it)))
        .toList();
  }

  private List<String> stored(Rows rows) {
    String body = "{\"dataset_id\": \"%s\"}".formatted(rows.dataset());
    return lines(rows, service.post(rows.path(), body, "Accept", "text/csv").expect(200).text());
  }

  /** A category by its number, what is missing as NaN. */
  private static double number(Rows rows, int row, int column) {
    JsonNode value = rows.value(row, column);
    if (value.isNull()) {
      return Double.NaN;
    }
    JsonNode told = rows.model().path("columns").path(column);
    if (told.path("kind").asString("").equals("categorical")) {
      List<String> words =
          told.path("categories").valueStream().map(JsonNode::stringValue).toList();
      return words.indexOf(value.asString());
    }
    return value.isNumber()
        ? value.doubleValue()
        : new io.descent.dataset.ColumnReading(".", "", "", true).parse(value.stringValue());
  }

  /** Rows, then what a row is. */
  private static List<JsonNode> shape(Rows rows) {
    List<JsonNode> shape = new ArrayList<>();
    shape.add(JSON.getNodeFactory().numberNode(rows.items().size()));
    rows.model().path("input_shape").forEach(shape::add);
    return shape;
  }

  private List<String> protocol(Rows rows, boolean binary) {
    int count = rows.items().size();
    int width = rows.places().size();
    ByteBuffer bytes =
        ByteBuffer.allocate(count * width * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ObjectNode body = JSON.createObjectNode();
    ObjectNode input = body.putArray("inputs").addObject().put("name", "input");
    input.put("datatype", "FP64").putArray("shape").addAll(shape(rows));
    ArrayNode data = JSON.createArrayNode();
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < width; column++) {
        double value = number(rows, row, column);
        bytes.putDouble(value);
        if (Double.isNaN(value)) {
          data.addNull();
        } else {
          data.add(value);
        }
      }
    }
    String path = "/v2/models/" + rows.id() + "/infer";
    if (!binary) {
      input.set("data", data);
      return outputs(rows, service.post(path, body.toString()).expect(200).json());
    }
    input.putObject("parameters").put("binary_data_size", bytes.capacity());
    byte[] header = body.toString().getBytes(StandardCharsets.UTF_8);
    byte[] whole =
        ByteBuffer.allocate(header.length + bytes.capacity()).put(header).put(bytes.flip()).array();
    return outputs(
        rows,
        service
            .send(
                "POST",
                path,
                "application/octet-stream",
                whole,
                HEADER_LENGTH,
                Integer.toString(header.length))
            .expect(200)
            .json());
  }

  private List<String> byColumn(Rows rows) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("parameters").put("content_type", "pd");
    ArrayNode inputs = body.putArray("inputs");
    for (int column = 0; column < rows.places().size(); column++) {
      JsonNode told = rows.model().path("columns").get(column);
      boolean numeric = told.path("kind").stringValue().equals("numeric");
      ObjectNode tensor = inputs.addObject().put("name", told.path("name").stringValue());
      tensor.put("datatype", numeric ? "FP64" : "BYTES").putArray("shape").add(rows.items().size());
      ArrayNode data = tensor.putArray("data");
      for (int row = 0; row < rows.items().size(); row++) {
        data.add(spelled(rows, row, column));
      }
    }
    JsonNode answer =
        service.post("/v2/models/" + rows.id() + "/infer", body.toString()).expect(200).json();
    assertThat(answer.has("parameters")).as(answer.path("parameters").toString()).isFalse();
    return outputs(rows, answer);
  }

  private static List<String> outputs(Rows rows, JsonNode answer) {
    JsonNode output = answer.at("/outputs/0");
    int width = output.at("/shape/1").intValue();
    return IntStream.range(0, output.at("/shape/0").intValue())
        .mapToObj(
            row -> {
              float[] values = new float[width];
              for (int i = 0; i < width; i++) {
                values[i] = output.path("data").get(row * width + i).floatValue();
              }
              return label(rows, values);
            })
        .toList();
  }

  private static String label(Rows rows, float[] values) {
    if (!rows.classes()) {
      return rounded(values[0]);
    }
    int best = io.descent.engine.Metrics.argmax(values, 0, values.length);
    return rows.model().path("classes").get(best).stringValue();
  }

  private List<String> onnx(Rows rows) throws OrtException {
    byte[] file =
        service
            .get("/api/v1/models/" + rows.id() + "/onnx", "Accept", "*/*")
            .expect(200)
            .http()
            .body();
    JsonNode report =
        service.get("/api/v1/models/" + rows.id() + "/onnx?report=true").expect(200).json();
    boolean doubles = report.at("/input/datatype").stringValue().equals("FP64");
    JsonNode described = service.get("/v2/models/" + rows.id()).expect(200).json();
    assertThat(described.at("/inputs/0/datatype")).isEqualTo(report.at("/input/datatype"));
    assertThat(described.at("/parameters/target")).isEqualTo(rows.model().path("target"));
    if (rows.model().has("columns")) {
      assertThat(described.at("/parameters/columns")).isEqualTo(rows.model().path("columns"));
      assertThat(report.at("/metadata/columns").stringValue())
          .isEqualTo(rows.model().path("columns").toString());
    }
    int count = rows.items().size();
    int width = rows.places().size();
    double[] values = new double[count * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(rows, i / width, i % width);
    }
    long[] dims = shape(rows).stream().mapToLong(JsonNode::longValue).toArray();
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (var options = new OrtSession.SessionOptions();
        var session = runtime.createSession(file, options);
        var input = tensor(runtime, values, dims, doubles);
        var result = session.run(Map.of("input", input))) {
      float[][] output = (float[][]) result.get(0).getValue();
      return List.of(output).stream().map(row -> label(rows, row)).toList();
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

  @Test
  void whatFloatsCannotCarryIsRefusedAsFloats() {
    StringBuilder table = new StringBuilder("when,y\n");
    for (int i = 0; i < 20; i++) {
      table.append(1_700_000_000 + i).append(i < 10 ? ",early\n" : ",late\n");
    }
    String dataset = service.upload(table.toString(), "name=fine");
    String model = service.model(JOB.formatted(dataset, 2, "softmax_ce"));
    String body =
        "{\"inputs\": [{\"name\": \"%s\", \"shape\": %s, \"datatype\": \"%s\","
            + " \"data\": [1700000001, 1700000015]}]}";
    String path = "/v2/models/" + model + "/infer";
    for (String name : List.of("input", "when")) {
      String shape = name.equals("input") ? "[2, 1]" : "[2]";
      assertThat(service.post(path, body.formatted(name, shape, "FP32")).expect(400).text())
          .contains("when", "FP64");
      service.post(path, body.formatted(name, shape, "FP64")).expect(200);
      service.post(path, body.formatted(name, shape, "INT64")).expect(200);
    }
    JsonNode report = service.get("/api/v1/models/" + model + "/onnx?report=true").json();
    assertThat(report.at("/input/datatype").stringValue()).isEqualTo("FP64");
    assertThat(report.at("/metadata/precision").stringValue()).startsWith("when: ");
    assertThat(service.get("/api/v1/models/" + model + "/card").text()).contains("when: float32");
  }

  @Test
  void tensorsOfColumnsAreTakenByName() {
    String dataset = service.upload(TABLE, "name=columns&ignore=n");
    String model = service.model(JOB.formatted(dataset, 2, "softmax_ce"));
    String path = "/v2/models/" + model + "/infer";
    String colours = column("colour", "[3, 1]", "BYTES", "[[\"RED\"], \"green\", null]");
    String sizes = column("size", "[3]", "FP64", "[0.2, null, 1]");
    String target = column("y", "[3]", "BYTES", "[\"a\", \"b\", \"c\"]");
    JsonNode answer =
        service.post(path, "{\"inputs\": [%s, %s, %s]}".formatted(colours, sizes, target)).json();
    assertThat(answer.at("/outputs/0/shape").toString()).isEqualTo("[3,2]");
    assertThat(answer.at("/parameters/warnings").size()).isEqualTo(1);
    assertThat(answer.at("/parameters/warnings/0/pointer").stringValue())
        .isEqualTo("/inputs/0/data/1");
    assertThat(answer.at("/parameters/warnings/0/columns").toString()).isEqualTo("[\"colour\"]");
    assertThat(answer.at("/parameters/warnings/0/advice").isString()).isTrue();
    JsonNode predicted =
        service
            .post(
                "/api/v1/models/" + model + "/predictions",
                "{\"instances\": [[\"red\", 0.2], [null, null], [null, 1]]}")
            .json();
    for (int row = 0; row < 3; row++) {
      assertThat(answer.at("/outputs/0/data/" + 2 * row).floatValue())
          .isEqualTo(predicted.at("/predictions/" + row + "/probabilities/a").floatValue());
    }
    refused(path, colours, column("shoe", "[3]", "FP32", "[1, 2, 3]"), "shoe");
    refused(path, colours, colours, "twice");
    refused(path, colours, column("size", "[2]", "FP32", "[1, 2]"), "shape");
    refused(path, target, target.replace("\"y\"", "\"n\""), "none of the model's columns");
  }

  @Test
  void indexesThatAreNoCategoryAreToldWhereTheyStand() {
    String dataset = service.upload(TABLE, "name=indexes&ignore=n");
    String path = "/v2/models/" + service.model(JOB.formatted(dataset, 2, "softmax_ce")) + "/infer";
    String flat = column("input", "[2, 2]", "FP32", "[1, 0.2, 7, 0.2]");
    String nested = column("input", "[2, 2]", "FP32", "[[5, 0.2], [7, 0.2]]");
    JsonNode one = warnings(path, flat);
    assertThat(one.at("/0/pointer").stringValue()).isEqualTo("/inputs/0/data/2");
    JsonNode two = warnings(path, nested);
    assertThat(two.size()).isEqualTo(1);
    assertThat(two.at("/0/pointer").stringValue()).isEqualTo("/inputs/0/data/0/0");
    assertThat(two.at("/0/detail").stringValue())
        .isEqualTo(
            "unknown categories: number 5 of colour (/inputs/0/data/0/0);"
                + " number 7 of colour (/inputs/0/data/1/0)");
  }

  private JsonNode warnings(String path, String input) {
    String body = "{\"inputs\": [%s]}".formatted(input);
    return service.post(path, body).expect(200).json().at("/parameters/warnings");
  }

  @Test
  void booleansAreTheCategoriesThatMeanThem() {
    String table = "member,paid,size,y\nTrue,yes,1,a\nFalse,no,2,b\nTrue,no,3,a\n";
    String model =
        service.model(JOB.formatted(service.upload(table, "name=truths"), 2, "softmax_ce"));
    String path = "/v2/models/" + model + "/infer";
    String member = column("member", "[3]", "BOOL", "[true, false, null]");
    String paid = column("paid", "[3, 1]", "BOOL", "[[false], [true], [true]]");
    String size = column("size", "[3]", "INT8", "[1, 2, 3]");
    String target = column("y", "[3]", "BOOL", "[true, true, true]");
    JsonNode answer =
        service
            .post(path, "{\"inputs\": [%s, %s, %s, %s]}".formatted(member, paid, size, target))
            .expect(200)
            .json();
    assertThat(answer.has("parameters")).isFalse();
    String words = column("member", "[3]", "BYTES", "[\"True\", \"False\", null]");
    String also = column("paid", "[3]", "BYTES", "[\"no\", \"yes\", \"yes\"]");
    assertThat(answer.at("/outputs/0/data"))
        .isEqualTo(
            service
                .post(path, "{\"inputs\": [%s, %s, %s]}".formatted(words, also, size))
                .json()
                .at("/outputs/0/data"));
    refused(
        path,
        column("size", "[1]", "BOOL", "[true]"),
        column("paid", "[1]", "BOOL", "[true]"),
        "/inputs/0/datatype");
    refused(
        path,
        column("member", "[1]", "BOOL", "[1]"),
        column("paid", "[1]", "BOOL", "[true]"),
        "/inputs/0/data/0");
    refused(
        path,
        column("member", "[1]", "INT8", "[true]"),
        column("paid", "[1]", "BOOL", "[true]"),
        "/inputs/0/data/0");
    String whole = column("input", "[1, 3]", "BOOL", "[true, true, true]");
    assertThat(service.post(path, "{\"inputs\": [%s]}".formatted(whole)).expect(400).text())
        .contains("/inputs/0/datatype");
    assertThat(
            binary(path, "member", (byte) 1, (byte) 0, (byte) 1)
                .expect(200)
                .json()
                .at("/outputs/0/data"))
        .isEqualTo(
            service
                .post(
                    path,
                    "{\"inputs\": [%s]}"
                        .formatted(column("member", "[3]", "BOOL", "[true, false, true]")))
                .json()
                .at("/outputs/0/data"));
    binary(path, "member", (byte) 2, (byte) 0, (byte) 1).expect(400);
  }

  private ServiceClient.Answer binary(String path, String name, byte... values) {
    byte[] header =
        "{\"inputs\": [{\"name\": \"%s\", \"shape\": [%d], \"datatype\": \"BOOL\", \"parameters\": {\"binary_data_size\": %d}}]}"
            .formatted(name, values.length, values.length)
            .getBytes(StandardCharsets.UTF_8);
    byte[] whole =
        ByteBuffer.allocate(header.length + values.length).put(header).put(values).array();
    String length = Integer.toString(header.length);
    return service.send("POST", path, "application/octet-stream", whole, HEADER_LENGTH, length);
  }

  private static final String TABLE = "n,colour,size,y\n1,red,0.1,a\n2,blue,0.2,b\n3,red,1,a\n";

  private static String column(String name, String shape, String type, String data) {
    return "{\"name\": \"%s\", \"shape\": %s, \"datatype\": \"%s\", \"data\": %s}"
        .formatted(name, shape, type, data);
  }

  private void refused(String path, String first, String second, String why) {
    ServiceClient.Answer answer =
        service.post(path, "{\"inputs\": [%s, %s]}".formatted(first, second)).expect(400);
    assertThat(answer.text()).contains(why);
  }

  @Test
  void shortFloatsAndMissingNumbersComeAsBytesCompressed() throws IOException {
    String dataset = service.upload("x,y\n1,a\n2,b\n3,a\n", "name=halves");
    String model = service.model(JOB.formatted(dataset, 2, "softmax_ce"));
    String path = "/v2/models/" + model + "/infer";
    String header =
        "{\"inputs\": [{\"name\": \"input\", \"shape\": [2, 1], \"datatype\": \"FP16\","
            + " \"parameters\": {\"binary_data_size\": 4}}]}";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] whole =
        ByteBuffer.allocate(json.length + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(json)
            .putShort(Float.floatToFloat16(1.5f))
            .putShort(Float.floatToFloat16(Float.NaN))
            .array();
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(zipped)) {
      gzip.write(whole);
    }
    JsonNode answer =
        service
            .send(
                "POST",
                path,
                "application/octet-stream",
                zipped.toByteArray(),
                HEADER_LENGTH,
                Integer.toString(json.length),
                "Content-Encoding",
                "gzip")
            .expect(200)
            .json();
    JsonNode same =
        service
            .post(
                path,
                "{\"inputs\": [%s]}".formatted(column("input", "[2, 1]", "FP32", "[1.5, null]")))
            .expect(200)
            .json();
    assertThat(answer.at("/outputs/0/data")).isEqualTo(same.at("/outputs/0/data"));
  }
}
