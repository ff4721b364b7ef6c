package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Trainings that start from a model find its columns, categories and classes by name. */
@ServiceTest
class CarriedWeightsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int ROWS = 60;
  private static final int UNITS = 6;
  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 6}, {"type": "tanh"},
         {"type": "affine", "out": %d}], "loss": "%s"},
       "training": {"epochs": 3, "batch_size": 100, "seed": 1,
         "split": {"train": 1, "validation": 0, "test": 0}}%s}\
      """;

  @LocalServerPort private int port;
  private ServiceClient service;

  @BeforeEach
  void connect() {
    service = new ServiceClient(port);
  }

  /** Rows in which a class follows from a colour and a size. */
  private static String table(String header, String... forms) {
    List<String> colours = List.of("red", "green", "blue");
    StringBuilder table = new StringBuilder(header).append('\n');
    for (int i = 0; i < ROWS; i++) {
      String form = forms[i % forms.length];
      table
          .append(
              form.replace("COLOUR", colours.get(i % 3))
                  .replace("SIZE", Integer.toString(i * 7 % 23))
                  .replace("WEIGHT", 100 + i * 5 % 17 + ".5")
                  .replace("CLASS", i % 3 == 0 || i % 23 > 11 ? "9" : "10"))
          .append('\n');
    }
    return table.toString();
  }

  private static final String KNOWN = "size,colour,weight,class";
  private static final String KNOWN_ROW = "SIZE,COLOUR,WEIGHT,CLASS";
  private static final String MOVED = "weight,size,colour,class";

  private String upload(String table) {
    return service.upload(table, "name=carried&target=class&categorical=colour,class");
  }

  private String known() {
    return service.model(JOB.formatted(upload(table(KNOWN, KNOWN_ROW)), 2, "softmax_ce", ""));
  }

  private static String from(String model, String more) {
    return ", \"warm_start\": {\"model_id\": \"%s\"%s}".formatted(model, more);
  }

  private static String matching(String model) {
    return from(model, ", \"layers\": \"matching\"");
  }

  private double lossAtTheStart(JsonNode job) {
    String path = "/api/v1/jobs/" + job.path("id").stringValue() + "/trace?step=1";
    JsonNode trace = service.post(path, "{}").expect(200).json();
    assertThat(trace.at("/replayed/equals_recorded").booleanValue()).isTrue();
    return trace.at("/forward/loss").doubleValue();
  }

  private double lossOf(String model, String dataset) {
    String body = "{\"dataset_id\": \"%s\"}".formatted(dataset);
    String path = "/api/v1/models/" + model + "/evaluations";
    return service.post(path, body).expect(201).json().path("loss").doubleValue();
  }

  @Test
  void columnsThatMovedAndCategoriesThatAreAbsentStartWhereTheModelEnded() {
    String model = known();
    // Without a single green row, and in other units of mean and deviation
    String data = upload(table(MOVED, "WEIGHT,SIZE,COLOUR,CLASS").replace("green", "red"));
    JsonNode job = service.trained(JOB.formatted(data, 2, "softmax_ce", from(model, "")));

    assertThat(job.path("status").stringValue()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.at("/model/input_shape").toString()).isEqualTo("[5]");
    assertThat(job.path("carried").toString())
        .isEqualTo(
            "{\"0.W\":\"permuted\",\"0.b\":\"carried\",\"2.W\":\"carried\",\"2.b\":\"carried\"}");
    assertThat(job.at("/warm_start/layers").stringValue()).isEqualTo("all");
    assertThat(job.path("warnings").toString()).doesNotContain("begins_anew", "scaling_kept");
    assertThat(lossAtTheStart(job)).isCloseTo(lossOf(model, data), within(1e-6));
    JsonNode child = service.get("/api/v1/models/" + job.path("model_id").stringValue()).json();
    JsonNode parent = service.get("/api/v1/models/" + model).json();
    assertThat(child.at("/columns/2/categories").toString())
        .isEqualTo("[\"blue\",\"green\",\"red\"]");
    assertThat(child.at("/columns/1/mean")).isEqualTo(parent.at("/columns/0/mean"));
    JsonNode card =
        service.get("/api/v1/models/" + child.path("id").stringValue() + "/card").json();
    assertThat(card.at("/provenance/warm_start").stringValue()).isEqualTo(model);
    assertThat(card.at("/provenance/carried/0.W").stringValue()).isEqualTo("permuted");
  }

  @Test
  void onTheSameColumnsAllIsCarriedWithItsBits() {
    String model = known();
    String data = upload(table(KNOWN, KNOWN_ROW, "3,COLOUR,101,CLASS"));
    String frozen = JOB.formatted(data, 2, "softmax_ce", from(model, "") + ", \"freeze\": [0]");
    JsonNode job = service.trained(frozen);

    assertThat(job.path("carried").valueStream())
        .extracting(JsonNode::stringValue)
        .containsOnly("carried");
    assertThat(lossAtTheStart(job)).isCloseTo(lossOf(model, data), within(1e-7));
    assertThat(tensor(job.path("model_id").stringValue(), "0.W")).isEqualTo(tensor(model, "0.W"));
  }

  @Test
  void whatIsNewIsRefusedAndNamed() {
    String model = known();
    String table = table("weight,size,shape,class", "WEIGHT,COLOUR,COLOUR,CLASS", "1,x,x,z");
    String data = service.upload(table, "name=carried&target=class&categorical=class");
    JsonNode refusal =
        service
            .post("/api/v1/jobs", JOB.formatted(data, 3, "softmax_ce", from(model, "")))
            .expect(422)
            .json();
    assertThat(refusal.path("errors").valueStream())
        .extracting(it -> it.path("pointer").stringValue())
        .containsOnly("/warm_start");
    assertThat(refusal.path("errors").toString())
        .contains(
            "\\\"size\\\" is of another kind in the model",
            "\\\"shape\\\" is new",
            "\\\"colour\\\" of the model is not in the data set",
            "the class \\\"z\\\" is new",
            "matching");
  }

  @Test
  void aCheckTellsOfAStartWhatTheJobWouldTell() {
    String model = known();
    String moved = upload(table(MOVED, "WEIGHT,SIZE,COLOUR,CLASS"));
    assertTellsTheSame(JOB.formatted(moved, 2, "softmax_ce", from(model, "")));
    String data = upload(table(MOVED, "WEIGHT,SIZE,COLOUR,CLASS", "101,4,black,10"));
    assertTellsTheSame(JOB.formatted(data, 2, "softmax_ce", matching(model)));
    assertTellsTheSame(JOB.formatted(data, 2, "softmax_ce", from(model, "")));
    assertTellsTheSame(
        JOB.formatted(moved, 2, "softmax_ce", from(model, "")).replace("\"out\": 6", "\"out\": 7"));
    assertTellsTheSame(JOB.formatted(moved, 2, "softmax_ce", from("no such model", "")));
    String other = new UUID(1, 1).toString();
    assertTellsTheSame(JOB.formatted(moved, 2, "softmax_ce", from(other, "")));
    assertTellsTheSame(
        JOB.formatted(moved, 2, "softmax_ce", from(model, ", \"layers\": \"some\", \"x\": 1")));

    ObjectNode alone = (ObjectNode) JSON.readTree(JOB.formatted("", 2, "mse", from(model, "")));
    alone.remove("dataset_id");
    JsonNode check = check(alone.toString());
    assertThat(check.path("problems").toString()).contains("\"/dataset_id\"", "warm_start");
    assertThat(check.has("carried")).isFalse();
  }

  private JsonNode check(String request) {
    return service.post("/api/v1/specs/check", request).expect(200).json();
  }

  private void assertTellsTheSame(String request) {
    JsonNode check = check(request);
    JsonNode job = service.post("/api/v1/jobs", request).json();
    if (check.path("valid").booleanValue()) {
      assertThat(check.path("carried")).isEqualTo(job.path("carried"));
      assertThat(check.path("input_shape")).isEqualTo(job.at("/model/input_shape"));
      assertThat(check.path("warnings")).isEqualTo(job.path("warnings"));
      service.ended(job.path("id").stringValue());
    } else {
      assertThat(check.path("problems")).isEqualTo(job.path("errors"));
    }
  }

  @Test
  void whatHasAMatchIsTakenOverAndTheRestBeginsAnew() {
    String model = known();
    // Classes of whole numbers are sorted as such, 9 before 10, with a word among them as text
    String data =
        upload(
            table(
                "age,weight,size,colour,class",
                "SIZE,WEIGHT,SIZE,COLOUR,CLASS",
                "1,110.5,3,black,late"));
    String frozen = JOB.formatted(data, 3, "softmax_ce", matching(model) + ", \"freeze\": [0]");
    JsonNode job = service.trained(frozen);

    assertThat(job.path("status").stringValue()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.path("carried").toString())
        .isEqualTo(
            "{\"0.W\":\"permuted\",\"0.b\":\"carried\",\"2.W\":\"permuted\",\"2.b\":\"permuted\"}");
    JsonNode warning =
        job.path("warnings")
            .valueStream()
            .filter(it -> it.path("code").stringValue().equals("begins_anew"))
            .findFirst()
            .orElseThrow();
    assertThat(warning.path("pointer").stringValue()).isEqualTo("/warm_start");
    assertThat(warning.path("columns").toString()).isEqualTo("[\"age\",\"colour\"]");
    assertThat(warning.path("detail").stringValue())
        .contains("\"age\" is new", "new category \"black\"", "the class \"late\" is new");
    String child = job.path("model_id").stringValue();
    float[] parent = tensor(model, "0.W");
    float[] started = tensor(child, "0.W");
    // Parent: size, blue, green, red, weight; child: age, weight, size, black, blue, green, red
    int[] places = {-1, 4, 0, -1, 1, 2, 3};
    float[] drawn = tensor(drawnOn(data), "0.W");
    for (int row = 0; row < places.length; row++) {
      float[] source = places[row] < 0 ? row(drawn, row) : row(parent, places[row]);
      assertThat(row(started, row)).as("input " + row).isEqualTo(source);
    }
  }

  /** The same network on the same data, its first layer as it was drawn. */
  private String drawnOn(String data) {
    return service.model(JOB.formatted(data, 3, "softmax_ce", ", \"freeze\": [0]"));
  }

  private static float[] row(float[] values, int row) {
    return Arrays.copyOfRange(values, row * UNITS, (row + 1) * UNITS);
  }

  /** Parted otherwise, rows that judge are among those that the model has learnt from. */
  @Test
  void rowsThatTheModelMayHaveLearntFromAreTold() {
    String data = upload(table(KNOWN, KNOWN_ROW));
    String parted = ", \"split\": {\"train\": 0.8, \"validation\": 0.1, \"test\": 0.1}}";
    String request =
        JOB.formatted(data, 2, "softmax_ce", "%s")
            .replaceFirst(",\\s*\"split\": \\{[^}]*}}", parted);
    String model = service.model(request.formatted(""));
    String start = request.formatted(from(model, ", \"layers\": \"matching\""));
    String code = "rows_seen_before";
    assertThat(check(start).path("warnings").toString()).doesNotContain(code);
    assertThat(check(start.replace("\"seed\": 1", "\"seed\": 2")).path("warnings").toString())
        .contains(code, "/training/split", "seed 1");
    assertThat(
            check(start.replace("0.8, \"validation\": 0.1", "0.7, \"validation\": 0.2")).toString())
        .contains(code);
    assertThat(check(JOB.formatted(data, 2, "softmax_ce", from(model, ""))).toString())
        .doesNotContain(code);
    String other = upload(table(KNOWN, KNOWN_ROW, "3,COLOUR,101,CLASS"));
    assertThat(check(start.replace("\"seed\": 1", "\"seed\": 2").replace(data, other)).toString())
        .contains("\"valid\":true")
        .doesNotContain(code);

    JsonNode job = service.trained(start.replace("\"seed\": 1", "\"seed\": 2"));
    String child = "/api/v1/models/" + job.path("model_id").stringValue();
    assertThat(service.get(child).json().path("warnings")).isEqualTo(job.path("warnings"));
    assertThat(service.get(child + "/card", "Accept", "text/markdown").text())
        .contains("## Warnings\n\n", "it has learnt from rows that validate or test here")
        .contains("- started from the weights of model: " + model + "\n")
        .contains(
            "keeps that one's preprocessing", "Where it starts:\n\n```json\n{\n  \"warm_start\"");
  }

  @Test
  void outputsFollowTheirClasses() {
    String model = known();
    String data = upload(table(KNOWN, KNOWN_ROW, KNOWN_ROW, "1,red,110.5,late"));
    String request = JOB.formatted(data, 3, "softmax_ce", matching(model) + ", \"freeze\": [2]");
    String child = service.trained(request).path("model_id").stringValue();

    JsonNode classes = service.get("/api/v1/models/" + child).json().path("classes");
    assertThat(classes.toString()).isEqualTo("[\"10\",\"9\",\"late\"]");
    float[] parent = tensor(model, "2.b");
    assertThat(Arrays.copyOf(tensor(child, "2.b"), 2)).containsExactly(parent[1], parent[0]);
    float[] weights = tensor(model, "2.W");
    float[] moved = tensor(child, "2.W");
    for (int unit = 0; unit < UNITS; unit++) {
      assertThat(moved[3 * unit]).isEqualTo(weights[2 * unit + 1]);
      assertThat(moved[3 * unit + 1]).isEqualTo(weights[2 * unit]);
    }
  }

  @Test
  void aTrainingThatStartsByNameIsReproducedAndResumedInTheSameBits() {
    String model = known();
    String data = upload(table(MOVED, "WEIGHT,SIZE,COLOUR,CLASS", "101,4,black,10"));
    ObjectNode request =
        (ObjectNode) JSON.readTree(JOB.formatted(data, 2, "softmax_ce", matching(model)));
    ((ObjectNode) request.path("training")).put("epochs", 300).put("batch_size", 1);
    String straight = service.trained(request.toString()).path("model_id").stringValue();
    String id =
        service
            .post("/api/v1/jobs", request.toString())
            .expect(202)
            .json()
            .path("id")
            .stringValue();
    service.post("/api/v1/jobs/" + id + "/pause", "").expect(202);
    refusedToDelete(model, id);
    service.post("/api/v1/jobs/" + id + "/resume", "").expect(202);
    JsonNode resumed = service.ended(id);
    assertThat(weights(resumed.path("model_id").stringValue())).isEqualTo(weights(straight));
    JsonNode again =
        service.ended(
            service
                .post("/api/v1/jobs/" + id + "/reproduce", "{}")
                .expect(202)
                .json()
                .path("id")
                .stringValue());
    assertThat(again.at("/reproduction/match").booleanValue()).isTrue();
    assertThat(again.path("carried")).isEqualTo(resumed.path("carried"));
  }

  private String weights(String model) {
    return service.get("/api/v1/models/" + model).json().path("weights_sha256").stringValue();
  }

  private void refusedToDelete(String model, String job) {
    assertThat(service.delete("/api/v1/models/" + model).expect(409).text()).contains("job ");
    assertThat(service.get("/api/v1/jobs/" + job).json().path("status").stringValue())
        .isNotEqualTo("failed");
  }

  @Test
  void aModelIsKeptForAJobThatHasNotBegunAndFreeWhenThatIsCancelled() {
    String model = known();
    String data = upload(table(KNOWN, KNOWN_ROW));
    ObjectNode request =
        (ObjectNode) JSON.readTree(JOB.formatted(data, 2, "softmax_ce", from(model, "")));
    ((ObjectNode) request.path("training")).put("epochs", 90_000).put("batch_size", 1);
    String id =
        service
            .post("/api/v1/jobs", request.toString())
            .expect(202)
            .json()
            .path("id")
            .stringValue();
    assertThat(service.delete("/api/v1/models/" + model).expect(409).text()).contains(id);
    service.post("/api/v1/jobs/" + id + "/cancel", "").expect(202);
    service.ended(id);
    service.delete("/api/v1/models/" + model).expect(204);
  }

  @ParameterizedTest
  @CsvSource({"price, carried", "rent, initialised"})
  void aRegressionGoesOnWithTheTargetsScaleOnlyForTheSameTarget(String target, String how) {
    String first = table("size,colour,price", "SIZE,COLOUR,WEIGHT");
    String parentData = service.upload(first, "name=prices&target=price&task=regression");
    String model = service.model(JOB.formatted(parentData, 1, "mse", ""));
    String other = table("size,colour," + target, "SIZE,COLOUR,WEIGHT", "SIZE,COLOUR,500");
    String data = service.upload(other, "name=prices&task=regression&target=" + target);
    JsonNode job = service.trained(JOB.formatted(data, 1, "mse", matching(model)));

    assertThat(job.path("carried").path("2.W").stringValue()).isEqualTo(how);
    service
        .post("/api/v1/jobs", JOB.formatted(data, 1, "mse", from(model, "")))
        .expect(how.equals("carried") ? 202 : 422);
    if (how.equals("carried")) {
      String metrics = "/api/v1/jobs/" + job.path("id").stringValue() + "/metrics";
      double started = service.get(metrics).json().at("/items/0/train_loss").doubleValue();
      assertThat(started).isCloseTo(lossOf(model, data), within(1e-5 * started));
    }
  }

  /** Saved again by another library, it is the same model. */
  @Test
  void aModelThatCameBackFromAFileIsGoneOnWith() throws IOException {
    byte[] file;
    try (InputStream in = getClass().getResourceAsStream("/models/resaved.safetensors")) {
      file = Objects.requireNonNull(in).readAllBytes();
    }
    JsonNode model =
        service.send("POST", "/api/v1/models", "application/octet-stream", file).expect(201).json();
    String rows = "0.25,B,red,yes\n0.5,A,black,no\n0.75,A,blue,yes\n1,B,green,no\n";
    String data = service.upload("size,kind,colour,buy\n" + rows.repeat(5), "name=shop");
    ObjectNode request = JSON.createObjectNode().put("dataset_id", data);
    ObjectNode network = (ObjectNode) model.path("model").deepCopy();
    network.remove("input_shape");
    request.set("model", network);
    request.putObject("training").put("epochs", 1).put("seed", 1);
    ObjectNode start = request.putObject("warm_start");
    start.put("model_id", model.path("id").stringValue());
    assertThat(service.post("/api/v1/jobs", request.toString()).expect(422).text())
        .contains("new category \\\"black\\\"");
    start.put("layers", "matching");
    JsonNode job = service.trained(request.toString());
    assertThat(job.path("status").stringValue()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.path("carried").propertyNames()).contains("0.W", "1.running_var", "3.b");
    assertThat(job.at("/carried/0.W").stringValue()).isEqualTo("permuted");
    assertThat(job.at("/carried/3.W").stringValue()).isEqualTo("carried");
  }

  /** Raw pixels kill a network that begins anew; one that goes on sees them as it always did. */
  @Test
  void pixelsThatAreToStayRawKeepTheScalingOfTheModel() {
    String data = service.uploadField("digits-pixels.csv", "name=pixels&target=label");
    String model = service.model(JOB.formatted(data, 10, "softmax_ce", ""));
    ObjectNode request =
        (ObjectNode) JSON.readTree(JOB.formatted(data, 10, "softmax_ce", from(model, "")));
    ObjectNode training = (ObjectNode) request.path("training");
    training.putObject("preprocessing").put("numeric", "none");
    training.put("batch_size", 5000);
    JsonNode job = service.trained(request.toString());

    assertThat(job.at("/warnings").toString()).contains("scaling_kept");
    assertThat(lossAtTheStart(job)).isCloseTo(lossOf(model, data), within(1e-5));
  }

  private float[] tensor(String model, String name) {
    byte[] file = service.get("/api/v1/models/" + model + "/weights").expect(200).http().body();
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String head = new String(file, Long.BYTES, length, StandardCharsets.UTF_8);
    JsonNode place = JSON.readTree(head).path(name).path("data_offsets");
    int from = place.get(0).intValue();
    FloatBuffer floats =
        ByteBuffer.wrap(file, Long.BYTES + length + from, place.get(1).intValue() - from)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }
}
