package io.descent.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Tables in the spellings that people have, from the upload to the answers of their models. */
@ServiceTest
class SpelledTablesTest {

  private static final String TRAINING =
      "{\"epochs\": 60, \"seed\": 4, \"batch_size\": 16, \"optimizer\": {\"type\": \"adam\","
          + " \"lr\": 0.02}}";

  @LocalServerPort private int port;
  private JobClient client;

  @BeforeEach
  void connect() {
    client = new JobClient(port);
  }

  /** What stands between the digits of a file is taken out, or is a point. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decimal-comma | (\\d),(\\d) | $1.$2 | 0.95",
        "thousands | \"(\\d+),(\\d+)\" | $1$2 | 0.95",
        "currency-percent | [$%] | '' | 0.9",
      })
  void aModelOfSpelledNumbersIsThatOfPlainOnes(
      String name, String spelling, String plain, double accuracy) {
    String file = field(name + ".csv");
    String holdout = field(name + "-holdout.csv");
    JsonNode spelled = model(client.upload("name=spelled", file), TRAINING);
    JsonNode same = model(client.upload("name=plain", file.replaceAll(spelling, plain)), TRAINING);
    assertThat(spelled.get("weights_sha256")).isEqualTo(same.get("weights_sha256"));

    List<String> answers = answers(spelled, holdout);
    assertThat(answers).isEqualTo(answers(same, holdout.replaceAll(spelling, plain)));
    assertThat(answers).isEqualTo(answers(spelled, holdout.replaceAll(spelling, plain)));
    List<String> labels =
        holdout
            .lines()
            .skip(1)
            .map(it -> it.substring(1 + Math.max(it.lastIndexOf(','), it.lastIndexOf(';'))))
            .toList();
    long right =
        IntStream.range(0, labels.size())
            .filter(i -> answers.get(i).startsWith(labels.get(i) + ","))
            .count();
    assertThat(right / (double) labels.size()).isGreaterThan(accuracy);
    JsonNode evaluation =
        client
            .send(
                "POST",
                "/models/" + spelled.path("id").asString() + "/evaluations",
                "{\"dataset_id\": \"" + client.upload("name=holdout", holdout) + "\"}")
            .body();
    assertThat(evaluation.path("accuracy").asDouble()).isEqualTo(right / (double) labels.size());
  }

  @Test
  void missingValuesAndDatesAreReadInAnswersAsTheyWereInTheData() {
    StringBuilder csv = new StringBuilder("day,size,colour,y\n");
    for (int i = 0; i < 40; i++) {
      csv.append("2024-01-%02d".formatted(i % 28 + 1)).append(',');
      csv.append(i % 9 == 0 ? "NA" : i % 9 == 1 ? "-999" : i).append(',');
      csv.append(i % 7 == 0 ? "k.A." : i % 2 == 0 ? "red" : "blue");
      csv.append(i % 3 == 0 ? ",a\n" : ",b\n");
    }
    String dataset = client.upload("missing=-999,k.A.", csv.toString());
    JsonNode columns = client.send("GET", "/datasets/" + dataset, "").body().get("columns");
    assertThat(columns.get(1).get("missing").asInt()).isEqualTo(10);
    assertThat(columns.get(2).get("categories")).hasToString("[\"blue\",\"red\"]");
    JsonNode model = model(dataset, TRAINING);

    List<String> lines =
        answers(
            model,
            "day,size,colour\n"
                + "2024-02-29,NA,k.A.\n"
                + "2024-02-29T00:00:00Z,-999,\n"
                + "2024-02-29,?,k.A.\n"
                + "2024-02-29,,\n");
    assertThat(Set.copyOf(lines)).hasSize(1);
    JsonNode rows =
        client
            .send(
                "POST",
                "/models/" + model.path("id").asString() + "/predictions",
                """
                {"instances": [["2024-02-29", null, null], ["2024-02-29", "NA", "k.A."],
                  ["2024-02-29 00:00", -999, ""], [1709164800, "-999", ""], {"day": "2024-02-29"}]}
                """)
            .body()
            .get("predictions");
    assertThat(rows.valueStream().distinct()).hasSize(1);
    assertThat(lines.getFirst()).endsWith(rows.get(0).at("/probabilities/b").asString());

    JobClient.Answer refused =
        client.send(
            "POST",
            "/models/" + model.path("id").asString() + "/predictions",
            "{\"instances\": [[\"29.2.2024\", 1, \"red\"]]}");
    assertThat(refused.body().at("/errors/0/detail").asString()).startsWith("must be a date");
  }

  /** A network for images learns from a table of their pixels what it learns from the images. */
  @Test
  void pixelsInATableTeachANetworkOfConvolutionsAsTheirImagesDo() throws IOException {
    String table = field("digits-pixels.csv");
    String pixels = client.upload("name=pixels&target=label&image=1,8,8", table);
    String images = form(images(table));

    JsonNode ofTable = digits(pixels);
    JsonNode ofImages = digits(images);

    assertThat(ofTable.get("weights_sha256")).isEqualTo(ofImages.get("weights_sha256"));
    assertThat(ofTable.get("metrics")).isEqualTo(ofImages.get("metrics"));
    assertThat(ofTable.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.9);
  }

  private String form(byte[] form) throws IOException {
    ServiceClient.Answer answer =
        new ServiceClient(port)
            .send("POST", "/api/v1/datasets", "multipart/form-data; boundary=x", form);
    return answer.expect(201).json().path("id").asString();
  }

  private JsonNode digits(String dataset) {
    String order =
        """
        {"dataset_id": "%s", "training": {"epochs": 6, "seed": 3, "optimizer": {"type": "adam", "lr": 0.01}},
         "model": {"layers": [{"type": "conv2d", "out": 8, "kernel": 3}, {"type": "relu"},
           {"type": "maxpool2d", "kernel": 2}, {"type": "affine", "out": 10}], "loss": "softmax_ce"}}
        """;
    return modelOf(order.formatted(dataset));
  }

  /** The rows of a table of pixels as a form of IDX images and labels. */
  private static byte[] images(String table) throws IOException {
    List<String> rows = table.lines().skip(1).toList();
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    images.write(
        ByteBuffer.allocate(16).putInt(0x803).putInt(rows.size()).putInt(8).putInt(8).array());
    labels.write(ByteBuffer.allocate(8).putInt(0x801).putInt(rows.size()).array());
    for (String row : rows) {
      String[] fields = row.split(",");
      labels.write(Integer.parseInt(fields[0]));
      for (int i = 1; i < fields.length; i++) {
        images.write(Integer.parseInt(fields[i]));
      }
    }
    String part = "--x\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n";
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.write(part.formatted("file", "images").getBytes(UTF_8));
    form.write(images.toByteArray());
    form.write(("\r\n" + part.formatted("labels", "labels")).getBytes(UTF_8));
    form.write(labels.toByteArray());
    form.write("\r\n--x--\r\n".getBytes(UTF_8));
    return form.toByteArray();
  }

  private List<String> answers(JsonNode model, String csv) {
    JobClient.Answer answer =
        client.send(
            "POST",
            "/models/" + model.path("id").asString() + "/predictions",
            csv,
            "Content-Type",
            "text/csv");
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    return answer.http().body().lines().skip(1).toList();
  }

  private JsonNode model(String dataset, String training) {
    return modelOf(JobClient.order(dataset, training));
  }

  private JsonNode modelOf(String order) {
    String job = client.send("POST", "/jobs", order).text("id");
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> client.send("GET", "/jobs/" + job, "").text("status").equals("succeeded"));
    String id = client.send("GET", "/jobs/" + job, "").text("model_id");
    return client.send("GET", "/models/" + UUID.fromString(id), "").body();
  }

  private static String field(String name) {
    try (InputStream in = SpelledTablesTest.class.getResourceAsStream("/field/" + name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
