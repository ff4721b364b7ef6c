package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.descent.ServiceTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class ReplayTest {

  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 8}, {"type": "tanh"},
         {"type": "dropout", "rate": 0.2}, {"type": "affine", "out": 3}], "loss": "softmax_ce"},
       "training": {"epochs": 4, "batch_size": 120, "seed": 3}}\
      """;

  @Autowired MockMvcTester http;
  private final JsonMapper json = JsonMapper.builder().build();

  @Test
  void aStepIsShownWithTheLossItHad() throws IOException {
    String dataset = iris();
    String job = trained(dataset);
    JsonNode epochs = read(get("/api/v1/jobs/" + job + "/metrics")).get("items");
    for (int step = 1; step <= 4; step++) {
      JsonNode trace = read(trace(job, step));
      assertThat(trace.at("/forward/loss").doubleValue())
          .isEqualTo(epochs.get(step - 1).get("train_loss").doubleValue());
      assertThat(trace.get("graph").size()).isEqualTo(4);
    }
    JsonNode history = read(get("/api/v1/jobs/" + job + "/history")).get("items");
    assertThat(history.valueStream().map(it -> it.get("status").stringValue()))
        .containsExactly("queued", "running", "succeeded");
    assertThat(history.get(0).get("update").longValue()).isZero();
    assertThat(history.get(2).get("update").longValue()).isEqualTo(4);
    assertThat(trace(job, 5)).hasStatus(422).bodyText().contains("must be 1 to 4");
    assertThat(trace(job, 0)).hasStatus(422);
    assertThat(trace(job, 4, "")).as("no body, though its type is named").hasStatus(200);
    assertThat(http.delete().uri("/api/v1/datasets/" + dataset)).hasStatus(204);
    assertThat(trace(job, 1)).hasStatus(409).bodyText().contains("data set");
  }

  @Test
  void aStepIsOfTheRowsThatItLearntFromAndGoesOnAsTheTrainingDid() throws IOException {
    String job =
        trained(
            iris(),
            JOB.replace("120", "50")
                .replace("\"seed\": 3", "\"seed\": 3, \"optimizer\": {\"type\": \"adam\"}"));
    String wishes =
        """
        {"gradient_check": true, "after": {"optimizer": {"type": "adam"}, "steps": 1}}\
        """;
    for (int step : new int[] {5, 6, 2}) {
      JsonNode trace = read(trace(job, step, wishes));
      assertThat(trace.at("/replayed/equals_recorded").booleanValue()).isTrue();
      assertThat(trace.at("/replayed/updates").isNumber()).isTrue();
      assertThat(trace.at("/batch/rows").valueStream().map(JsonNode::intValue).distinct())
          .hasSize(step % 3 == 0 ? 20 : 50)
          .allMatch(row -> row >= 0 && row < 150);
      assertThat(trace.at("/gradient_check/max_relative_error").doubleValue()).isLessThan(1e-4);
      JsonNode next = read(trace(job, step + 1));
      assertThat(next.get("parameters")).isEqualTo(trace.at("/after/parameters"));
    }
    assertThat(trace(job, 2, "{\"spec\": {}}")).hasStatus(400);
    assertThat(trace(job, 2, "{\"values\": \"some\"}")).hasStatus(422);
  }

  @Test
  void anUpdateAfterAStepHasTheRateAndTheClippingOfTheTraining() throws IOException {
    String optimizer =
        "{\"type\": \"sgd\", \"lr\": 0.5, \"momentum\": 0.9, \"weight_decay\": 0.01}";
    String job =
        trained(
            iris(),
            JOB.replace("120", "50")
                .replace(
                    "\"seed\": 3",
                    "\"seed\": 3, \"clip_norm\": 0.05, \"optimizer\": %s,".formatted(optimizer)
                        + "\"schedule\": {\"type\": \"step\", \"step_size\": 1, \"gamma\": 0.1}"));
    String wishes = "{\"after\": {\"optimizer\": %s, \"steps\": 1}}".formatted(optimizer);
    for (int step = 1; step < 8; step++) {
      JsonNode after = read(trace(job, step, wishes)).at("/after/parameters");
      assertThat(read(trace(job, step + 1)).get("parameters")).as("%d", step).isEqualTo(after);
    }
  }

  @Test
  void whatWasLearntIsShownOverTwoColumnsInTheirUnits() throws IOException {
    String job = trained(iris(), JOB.replace("120", "50"));
    String grid = "{\"x\": 2, \"y\": 3, \"resolution\": 3}";
    JsonNode first = read(surface(job, 1, grid));
    JsonNode last = read(surface(job, 12, grid));
    assertThat(last.get("range").toString()).isEqualTo("[[1.0,6.9],[0.1,2.5]]");
    assertThat(last.get("probabilities").size()).isEqualTo(3);
    assertThat(last.get("output")).isNotEqualTo(first.get("output"));
    assertThat(read(surface(job, 1, grid))).isEqualTo(first);
    JsonNode answer = prediction(job, "[[null, null, 6.9, 1.3]]");
    for (int k = 0; k < 3; k++) {
      String label = List.of("setosa", "versicolor", "virginica").get(k);
      assertThat(last.at("/probabilities/" + k + "/5").doubleValue())
          .isCloseTo(answer.at("/probabilities/" + label).doubleValue(), within(1e-6));
    }
    JsonNode unit = read(surface(job, 12, grid.replace("3}", "3, \"layer\": 1, \"unit\": 7}")));
    assertThat(unit.get("activation").size()).isEqualTo(9);
    assertThat(unit.get("activation").get(0).doubleValue()).isBetween(-1.0, 1.0);
    assertThat(unit.has("output")).isFalse();
    for (String wrong : List.of("4", "2")) {
      assertThat(surface(job, 12, grid.replace("\"y\": 3", "\"y\": " + wrong))).hasStatus(422);
    }
    assertThat(surface(job, 13, grid)).hasStatus(422).bodyText().contains("must be 1 to 12");
    assertThat(surface(job, 12, "{\"x\": 2}")).hasStatus(400).bodyText().contains("/y");
    assertThat(surface(job, 12, grid.replace("3}", "3, \"unit\": 1}")))
        .hasStatus(400)
        .bodyText()
        .contains("/layer");
  }

  private JsonNode prediction(String job, String instances) {
    String model = read(get("/api/v1/jobs/" + job)).get("model_id").stringValue();
    return read(http.post()
            .uri("/api/v1/models/" + model + "/predictions")
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"instances\": " + instances + "}")
            .exchange())
        .at("/predictions/0");
  }

  private MvcTestResult surface(String job, int step, String asked) {
    return http.post()
        .uri("/api/v1/jobs/" + job + "/surface?step=" + step)
        .contentType(MediaType.APPLICATION_JSON)
        .content(asked)
        .exchange();
  }

  @Test
  void askingForManyStepsAtOnceGivesWhatAskingForOneDoes() throws IOException {
    String job = trained(iris(), JOB.replace("120", "50"));
    List<JsonNode> alone = new ArrayList<>();
    for (int step = 12; step > 0; step--) {
      alone.addFirst(read(trace(job, step)).at("/parameters"));
    }
    String other = trained(iris(), JOB.replace("120", "50"));
    try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
      List<Future<JsonNode>> answers = new ArrayList<>();
      for (int step = 1; step <= 12; step++) {
        int asked = step;
        answers.add(readers.submit(() -> read(trace(other, asked)).at("/parameters")));
      }
      for (int step = 0; step < 12; step++) {
        assertThat(answers.get(step))
            .succeedsWithin(Duration.ofMinutes(1))
            .isEqualTo(alone.get(step));
      }
    }
  }

  private MvcTestResult trace(String job, int step, String wishes) {
    return http.post()
        .uri("/api/v1/jobs/" + job + "/trace?step=" + step)
        .contentType(MediaType.APPLICATION_JSON)
        .content(wishes)
        .exchange();
  }

  @Test
  void aStepOfNoJobIsNotFound() {
    assertThat(trace("01997a4e-0000-7000-8000-000000000000", 1)).hasStatus(404);
  }

  private String iris() throws IOException {
    byte[] csv = Files.readAllBytes(Path.of("examples/data/iris.csv"));
    MvcTestResult created =
        http.post()
            .uri("/api/v1/datasets")
            .contentType(MediaType.parseMediaType("text/csv"))
            .content(csv)
            .exchange();
    return read(created).get("id").stringValue();
  }

  private String trained(String dataset) {
    return trained(dataset, JOB);
  }

  private String trained(String dataset, String asked) {
    MvcTestResult created =
        http.post()
            .uri("/api/v1/jobs")
            .contentType(MediaType.APPLICATION_JSON)
            .content(asked.formatted(dataset))
            .exchange();
    String job = read(created).get("id").stringValue();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> read(get("/api/v1/jobs/" + job)).get("status").stringValue().equals("succeeded"));
    return job;
  }

  private MvcTestResult get(String uri) {
    return http.get().uri(uri).exchange();
  }

  private MvcTestResult trace(String job, int step) {
    return http.post().uri("/api/v1/jobs/" + job + "/trace?step=" + step).exchange();
  }

  private JsonNode read(MvcTestResult result) {
    return json.readTree(
        new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8));
  }
}
