package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.descent.ServiceClient;
import io.descent.ServiceTest;
import io.descent.inference.Doors.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** A row is answered alike, whatever the door it comes through. */
@ServiceTest
class SameLabelsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 8}, {"type": "tanh"},
         {"type": "affine", "out": %d}%s], "loss": "%s"},
       "training": {"epochs": 5, "batch_size": 16, "seed": 1,
         "split": {"train": 1, "validation": 0, "test": 0}%s}}\
      """;

  @LocalServerPort private int port;
  private ServiceClient service;

  @BeforeEach
  void connect() {
    service = new ServiceClient(port);
  }

  private JsonNode model(String request) {
    return service.get("/api/v1/models/" + service.model(request)).json();
  }

  private JsonNode usual(String dataset) {
    JsonNode data = service.get("/api/v1/datasets/" + dataset).json();
    int classes = data.path("classes").size();
    String loss = classes > 0 ? "softmax_ce" : "mse";
    return model(JOB.formatted(dataset, Math.max(1, classes), "", loss, ""));
  }

  private Rows rows(String dataset, JsonNode model) {
    JsonNode rows = page(dataset, 0);
    List<JsonNode> items = new ArrayList<>(rows.path("items").valueStream().toList());
    while (items.size() < rows.path("total").intValue()) {
      items.addAll(page(dataset, items.size()).path("items").valueStream().toList());
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
    List<JsonNode> targets = items.stream().map(it -> it.get(target)).toList();
    return new Rows(dataset, model, items, places, targets);
  }

  private JsonNode page(String dataset, int offset) {
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
    "id-name-date.csv, ignore=CustomerId&ignore=Surname",
    "rare-class.csv, ''",
    "boolean.csv, ''",
    "huge-integers.csv, ''",
    "huge-integers.csv, categorical=id",
    "decimal-comma.csv, target=humidity",
    "thousands.csv, target=sales&task=regression",
    "currency-percent.csv, target=price"
  })
  void everyRowOfAFileHasOneAnswer(String file, String query) throws OrtException {
    String dataset = service.uploadField(file, "name=same&" + query);
    Rows rows = rows(dataset, usual(dataset));
    oneAnswer(rows);
    if (!query.startsWith("header=")) {
      byte[] content = ServiceClient.fieldBytes(file);
      String type = query.startsWith("encoding=") ? "text/csv; charset=windows-1252" : "text/csv";
      Doors doors = new Doors(service, rows);
      assertSame(rows, "the file itself", doors.file(content, type), doors.predictions());
    }
  }

  /** What a last layer, a loss and a way of scaling make of the answer. */
  @ParameterizedTest
  @CsvSource({
    "boolean.csv, 1, '', bce_logits, standardize",
    "rare-class.csv, 1, '', bce_logits, minmax",
    "decimal-comma.csv, 2, '{\"type\": \"softmax\"}', cross_entropy, none",
    "currency-percent.csv, 2, '', mse, minmax",
    "thousands.csv, 2, '{\"type\": \"sigmoid\"}', mse, standardize",
    "question-mark.csv, 2, '{\"type\": \"batchnorm1d\"}', softmax_ce, minmax",
    "id-name-date.csv, 2, '{\"type\": \"leaky_relu\"}', softmax_ce, minmax"
  })
  void everyLossAnswersAlike(String file, int outputs, String last, String loss, String scaling)
      throws OrtException {
    String dataset = service.uploadField(file, "name=same");
    String scaled = ", \"preprocessing\": {\"numeric\": \"%s\"}".formatted(scaling);
    String also = last.isEmpty() ? "" : ", " + last;
    oneAnswer(rows(dataset, model(JOB.formatted(dataset, outputs, also, loss, scaled))));
  }

  /** A network that a rate far too high has killed answers one class, through every door. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "standardize"})
  void pixelsAsTheyAreAreAnsweredAlikeByANetworkThatDied(String scaling) throws OrtException {
    String csv = ServiceClient.field("digits-pixels.csv").replace("pixel", "p");
    String dataset = service.upload(csv, "name=raw&target=label&task=classification");
    String request =
        """
        {"dataset_id": "%s",
         "model": {"layers": [{"type": "affine", "out": 32}, {"type": "relu"},
           {"type": "affine", "out": 10}], "loss": "softmax_ce"},
         "training": {"epochs": 3, "batch_size": 32, "seed": 1,
           "optimizer": {"type": "sgd", "lr": 0.05, "momentum": 0.9},
           "preprocessing": {"numeric": "%s"}}}\
        """;
    JsonNode job = service.trained(request.formatted(dataset, scaling));
    assertThat(job.path("diagnosis").path("verdict").stringValue())
        .isEqualTo(scaling.equals("none") ? "learnt_nothing" : "good");
    String model = job.path("model_id").stringValue();
    oneAnswer(rows(dataset, service.get("/api/v1/models/" + model).json()));
  }

  private void oneAnswer(Rows rows) throws OrtException {
    Doors doors = new Doors(service, rows);
    List<String> answers = doors.predictions();
    assertThat(answers).hasSize(rows.items().size());
    assertSame(rows, "data set", doors.stored(), answers);
    assertSame(rows, "/v2 JSON", doors.protocol(), answers);
    assertSame(rows, "/v2 bytes", doors.bytes(), answers);
    assertSame(rows, "ONNX", doors.onnx(), answers);
    if (!rows.images()) {
      assertSame(rows, "objects", doors.byName(), answers);
      assertSame(rows, "CSV", doors.csv(), answers);
      assertSame(rows, "/v2 by column", doors.byColumn(), answers);
    }
    asTheirTargetsSay(rows, doors.evaluation(), answers);
  }

  /** Labels are the same; values are as near as another runtime's rounding lets them be. */
  private static void assertSame(Rows rows, String door, List<String> got, List<String> answers) {
    if (rows.classes()) {
      assertThat(got).as(door).isEqualTo(answers);
      return;
    }
    double[] values = answers.stream().mapToDouble(Double::parseDouble).toArray();
    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    assertThat(got.stream().mapToDouble(Double::parseDouble).toArray())
        .as(door)
        .containsExactly(values, within(1e-5 * largest));
  }

  /** Each row's answer against its target makes the matrix of an evaluation, or its error. */
  private static void asTheirTargetsSay(Rows rows, JsonNode evaluation, List<String> answers) {
    List<JsonNode> targets = rows.targets();
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

  private static final String DENSE = "{\"type\": \"flatten\"}";
  private static final String CONVOLUTION =
      """
      {"type": "conv2d", "out": 4, "kernel": 3}, {"type": "batchnorm2d"}, {"type": "relu"},
      {"type": "maxpool2d", "kernel": 2}, {"type": "flatten"}\
      """;

  @ParameterizedTest
  @ValueSource(strings = {DENSE, CONVOLUTION})
  void everyPixelTableTakenAsImagesHasOneAnswer(String layers) throws OrtException {
    String pixels = "digits-pixels.csv";
    String dataset = service.uploadField(pixels, "name=same&target=label&image=1,8,8");
    List<JsonNode> items = new ArrayList<>();
    List<JsonNode> targets = new ArrayList<>();
    for (String line : ServiceClient.field(pixels).lines().skip(1).toList()) {
      int comma = line.indexOf(',');
      items.add(JSON.readTree("[" + line.substring(comma + 1) + "]"));
      targets.add(JSON.getNodeFactory().stringNode(line.substring(0, comma)));
    }
    oneAnswer(images(dataset, layers, items, targets));
  }

  @ParameterizedTest
  @ValueSource(strings = {DENSE, CONVOLUTION})
  void everyImageOfAFileOfImagesHasOneAnswer(String layers) throws OrtException, IOException {
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
    ByteBuffer idx = unzipped(images);
    ByteBuffer classes = unzipped(labels);
    int size = idx.getInt(8) * idx.getInt(12);
    int width = classes.getInt(8);
    List<JsonNode> items = new ArrayList<>();
    List<JsonNode> targets = new ArrayList<>();
    for (int image = 0; image < idx.getInt(4); image++) {
      ArrayNode pixels = JSON.createArrayNode();
      for (int i = 0; i < size; i++) {
        pixels.add(idx.get(16 + image * size + i) & 0xff);
      }
      items.add(pixels);
      int label = classes.getInt(12 + image * width * Integer.BYTES);
      targets.add(JSON.getNodeFactory().stringNode(Integer.toString(label)));
    }
    oneAnswer(images(dataset, layers, items, targets));
  }

  private Rows images(String dataset, String layers, List<JsonNode> items, List<JsonNode> targets) {
    String request =
        JOB.formatted(dataset, 10, "", "softmax_ce", "")
            .replaceFirst("\\{\"type\": \"affine\", \"out\": 8}", layers);
    List<Integer> places = Stream.iterate(0, it -> it + 1).limit(items.getFirst().size()).toList();
    return new Rows(dataset, model(request), items, places, targets);
  }

  private static ByteBuffer unzipped(byte[] file) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return ByteBuffer.wrap(in.readAllBytes());
    }
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

  /** A file that says its charset is read by it; one that does not is told where to say so. */
  @Test
  void aTableInAnotherCharsetIsReadWhereItIsNamed() {
    String dataset = service.uploadField("cp1252.csv", "name=same&encoding=windows-1252");
    Rows rows = rows(dataset, usual(dataset));
    byte[] file = ServiceClient.fieldBytes("cp1252.csv");
    assertThat(service.send("POST", rows.path(), "text/csv", file).expect(422).text())
        .contains("is not UTF-8; name the file's charset in Content-Type");
    assertThat(service.send("POST", rows.path(), "text/csv; charset=no-such-one", file).status())
        .isEqualTo(415);
  }
}
