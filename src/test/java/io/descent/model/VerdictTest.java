package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What is said of trainings on known data, and how their cards say it. */
@ServiceTest
class VerdictTest {

  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": %d}, {"type": "relu"},
                            {"type": "affine", "out": %d}], "loss": "%s"},
       "training": {"epochs": %d, "batch_size": %d, "seed": 1,
                    "optimizer": {"type": "sgd", "lr": %s}, "preprocessing": {"numeric": "%s"}}}
      """;

  @LocalServerPort private int port;
  private ServiceClient service;

  @BeforeEach
  void connect() {
    service = new ServiceClient(port);
  }

  @ParameterizedTest
  @CsvSource({
    "iris, 16, 3, softmax_ce, 100, 16, 0.1, standardize, cannot_tell",
    "wine, 16, 3, softmax_ce, 60, 16, 0.1, standardize, cannot_tell",
    "digits, 128, 10, softmax_ce, 10, 32, 0.05, standardize, good",
    "digits, 16, 10, softmax_ce, 9, 64, 0.01, standardize, underfitting",
    "digits, 4, 10, softmax_ce, 3, 32, 0.5, none, learnt_nothing",
    "digits, 128, 10, softmax_ce, 5, 32, 2, standardize, diverging",
    "diabetes, 16, 1, mse, 50, 16, 0.01, standardize, good",
    "diabetes, 128, 1, mse, 200, 16, 0.02, standardize, overfitting"
  })
  void noVerdictContradictsItsEvidence(
      String data,
      int hidden,
      int outputs,
      String loss,
      int epochs,
      int batch,
      String rate,
      String scaling,
      String verdict)
      throws IOException {
    String request = JOB.formatted("%s", hidden, outputs, loss, epochs, batch, rate, scaling);
    assertVerdict(data, request, verdict);
  }

  /** As the README and the examples train them; MNIST's is held to its evidence by its example. */
  @ParameterizedTest
  @CsvSource({
    "iris, 16, relu, 3, softmax_ce, 100, 16, 'sgd\", \"lr\": 0.1', cannot_tell",
    "wine, 16, gelu, 3, softmax_ce, 50, 16, 'adam\", \"lr\": 0.01', cannot_tell",
    "digits, 128, relu, 10, softmax_ce, 30, 32, 'sgd\", \"lr\": 0.05, \"momentum\": 0.9', good",
    "diabetes, 16, relu, 1, mse, 50, 16, 'adam\", \"lr\": 0.01', overfitting"
  })
  void noExamplesVerdictContradictsItsEvidence(
      String data,
      int hidden,
      String activation,
      int outputs,
      String loss,
      int epochs,
      int batch,
      String optimizer,
      String verdict)
      throws IOException {
    String request =
        JOB.formatted("%s", hidden, outputs, loss, epochs, batch, "RATE", "standardize")
            .replace("\"relu\"", "\"" + activation + "\"")
            .replace("sgd\", \"lr\": RATE", optimizer);
    assertVerdict(data, request, verdict);
  }

  private void assertVerdict(String data, String request, String verdict) throws IOException {
    String rows = Files.readString(Path.of("examples", "data", data + ".csv"));
    String model = service.model(request.formatted(service.upload(rows, "name=" + data)));

    JsonNode card = service.get("/api/v1/models/" + model + "/card").expect(200).json();
    JsonNode diagnosis = card.path("diagnosis");
    JsonNode job =
        service.get("/api/v1/jobs/" + card.at("/model/job_id").stringValue()).expect(200).json();
    assertThat(job.path("diagnosis")).isEqualTo(diagnosis);
    assertThat(diagnosis.path("verdict").stringValue()).as("%s", diagnosis).isEqualTo(verdict);
    assertConsistent(diagnosis);
    assertBaselines(card);
    assertReport(
        service.get("/api/v1/models/" + model + "/card", "Accept", "text/markdown").text(), card);
  }

  /**
   * Three rows in a hundred are of a class that the columns tell; others are said to be as well.
   */
  @Test
  void aRareClassThatWeightsLetBeFoundIsNotNothing() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,class\n");
    for (int i = 0; i < 900; i++) {
      boolean high = i % 30 < 4;
      rows.append(high ? 60 : i % 37).append(',').append(i * 7919 % 1000);
      rows.append(i % 30 == 0 ? ",rare\n" : ",common\n");
    }
    String dataset = service.upload(rows.toString(), "name=weighed&target=class");
    String request =
        JOB.formatted(dataset, 8, 2, "softmax_ce", 20, 16, "0.1", "standardize")
            .replaceFirst("\"seed\": 1", "\"seed\": 1, \"class_weights\": \"balanced\"");
    String plain = request.replace(", \"class_weights\": \"balanced\"", "");
    assertThat(plain).isNotEqualTo(request);
    assertThat(service.trained(plain).path("warnings").toString())
        .contains("class_rarely_found", "0 of 3 test rows of class \\\"rare\\\"", "balanced");
    JsonNode job = service.trained(request);
    JsonNode diagnosis = job.path("diagnosis");
    JsonNode model =
        service.get("/api/v1/models/" + job.path("model_id").stringValue()).expect(200).json();

    assertThat(model.at("/metrics/validation/balanced_accuracy").doubleValue()).isGreaterThan(0.8);
    assertThat(model.at("/metrics/validation/accuracy").doubleValue())
        .isLessThan(model.at("/metrics/baseline/constant/validation/accuracy").doubleValue());
    assertThat(diagnosis.path("verdict").stringValue()).as("%s", diagnosis).isEqualTo("good");
    assertThat(evidence(diagnosis, "_beside_weighted_constant").orElseThrow().path("limit"))
        .hasToString("0.5");
    assertThat(evidence(diagnosis, "_beside_linear")).isEmpty();
    assertThat(job.path("warnings").toString())
        .doesNotContain("no_better_than_constant", "class_rarely_found");
  }

  private static Optional<JsonNode> evidence(JsonNode diagnosis, String ending) {
    return diagnosis
        .path("evidence")
        .valueStream()
        .filter(it -> it.path("what").stringValue().endsWith(ending))
        .findFirst();
  }

  private static double over(JsonNode evidence) {
    return evidence.path("value").doubleValue() - evidence.path("limit").doubleValue();
  }

  /** What each verdict says of the comparisons that stand beside it, whichever decided. */
  private static void assertConsistent(JsonNode diagnosis) {
    double gap = evidence(diagnosis, "_gap").map(it -> over(it)).orElse(Double.NaN);
    double constant = evidence(diagnosis, "_beside_constant").map(it -> over(it)).orElseThrow();
    double linear = evidence(diagnosis, "_beside_linear").map(it -> over(it)).orElse(0.0);
    JsonNode first = diagnosis.path("evidence").get(0);
    switch (diagnosis.path("verdict").stringValue()) {
      case "good" -> {
        double chance = evidence(diagnosis, "_gap").orElseThrow().path("limit").doubleValue();
        assertThat(gap).isLessThanOrEqualTo(0);
        assertThat(constant).isPositive();
        assertThat(linear).isGreaterThanOrEqualTo(-chance);
      }
      case "overfitting", "diverging" -> assertThat(over(first)).isPositive();
      case "underfitting", "learnt_nothing" ->
          assertThat(
                  first.path("what").stringValue().endsWith("_lead") ? -over(first) : over(first))
              .isLessThanOrEqualTo(0);
      case "cannot_tell" -> assertThat(over(first)).isLessThanOrEqualTo(0);
      default -> throw new AssertionError(diagnosis);
    }
  }

  /** They are those of the model's metrics, and of nothing else. */
  private static void assertBaselines(JsonNode card) {
    boolean classes = card.at("/model/task").stringValue().equals("classification");
    String metric = "/validation/" + (classes ? "accuracy" : "r2");
    for (String answer : List.of("constant", "linear")) {
      JsonNode evidence = evidence(card.path("diagnosis"), "_beside_" + answer).orElseThrow();
      assertThat(evidence.path("limit").doubleValue())
          .isEqualTo(card.at("/model/metrics/baseline/" + answer + metric).doubleValue());
    }
  }

  private static void assertReport(String markdown, JsonNode card) {
    String summary = card.at("/diagnosis/summary").stringValue();
    assertThat(markdown).startsWith("---\nlibrary_name: descent\n");
    assertThat(markdown.indexOf("## Verdict\n\n" + summary))
        .isPositive()
        .isLessThan(markdown.indexOf("## Quality"));
    assertThat(markdown.indexOf("## Quality")).isLessThan(markdown.indexOf("## Data"));
    assertThat(markdown)
        .contains("On the same rows the constant answer reaches ", " a linear one ")
        .contains("constant answer, test | linear answer, test |")
        .containsPattern("training rows? too");
    assertThat(markdown)
        .contains("      name: \"" + card.at("/model/name").stringValue() + "\"\n      split: test")
        .contains(
            "\n- optimizer: " + card.at("/model/training/optimizer/type").stringValue() + ": lr ",
            "\n## To train it again\n\nThe network:\n")
        .containsPattern("It was made on \\d{4}-\\d\\d-\\d\\d\\.\n");
    assertThat(markdown.contains("\nTraining is measured here as it went"))
        .isEqualTo(
            evidence(card.path("diagnosis"), "_gap").isPresent()
                || card.at("/diagnosis/evidence/0/what").stringValue().startsWith("train_"));
    assertThat(markdown.contains("\nWhat to do:\n\n- "))
        .isEqualTo(!card.at("/diagnosis/advice").isEmpty());
  }
}
