package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.descent.PromExpression.Matching;
import io.descent.PromExpression.Series;
import io.descent.web.RawHttp;
import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The figures of a service that has trained and predicted, and all that is made of them. */
@ServiceTest
class MetricsTest {

  private static final Path FOLDER = Path.of("docker", "metrics");
  private static final Path PAGE = Path.of("docs", "operations.md");
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"([^\"]*)\"");

  /** Labels that the Prometheus which reads the figures adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  @LocalServerPort private int port;

  private Answer post(String path, String body) throws IOException {
    return RawHttp.exchange(
        port,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".formatted(path)
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body));
  }

  private JsonNode get(String path) throws IOException {
    return RawHttp.send(port, "GET " + path + " HTTP/1.1").json();
  }

  /** One more training, and one more prediction by its model, whose id comes back. */
  private String trainAndPredict() throws IOException {
    String dataset =
        post("/api/v1/datasets/generate", "{\"kind\": \"moons\"}").json().at("/id").asString();
    String job =
        post(
                "/api/v1/jobs",
                """
                {"dataset_id": "%s", "training": {"epochs": 3, "batch_size": 16, "seed": 1},
                 "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"}}
                """
                    .formatted(dataset))
            .json()
            .at("/id")
            .asString();
    String path = "/api/v1/jobs/" + job;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(path).at("/status").asString().equals("succeeded"));
    String model = get(path).at("/model_id").asString();
    Answer answer =
        post("/api/v1/models/" + model + "/predictions", "{\"instances\": [[1, 2], [3, 4]]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return model;
  }

  /** A line of a scrape. */
  private record Sample(String name, Map<String, String> labels, double value) {

    static Sample of(String line) {
      Matcher read = LINE.matcher(line);
      assertThat(read.matches()).as(line).isTrue();
      Map<String, String> labels = new HashMap<>();
      Matcher label = LABEL.matcher(String.valueOf(read.group(2)));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      return new Sample(
          read.group(1), labels, Double.parseDouble(line.substring(line.lastIndexOf(' '))));
    }

    boolean is(Series series) {
      return name.equals(series.name()) && series.matchings().stream().allMatch(this::is);
    }

    private boolean is(Matching matching) {
      String value = labels.getOrDefault(matching.label(), "");
      return OF_PROMETHEUS.contains(matching.label())
          || switch (matching.operator()) {
            case "=" -> value.equals(matching.value());
            case "!=" -> !value.equals(matching.value());
            case "=~" -> value.matches(matching.value());
            default -> !value.matches(matching.value());
          };
    }
  }

  private List<Sample> scrape() throws IOException {
    return RawHttp.send(port, "GET /actuator/prometheus HTTP/1.1")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(Sample::of)
        .toList();
  }

  private static double value(List<Sample> scrape, String name, String label, String value) {
    return scrape.stream()
        .filter(it -> it.name().equals(name) && value.equals(it.labels().get(label)))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double value(List<Sample> scrape, String name) {
    return scrape.stream()
        .filter(it -> it.name().equals(name))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Stream<String> ofDashboard() throws IOException {
    JsonNode dashboard = JsonMapper.shared().readTree(FOLDER.resolve("dashboard.json"));
    return dashboard
        .at("/panels")
        .valueStream()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> target.at("/expr").stringValue());
  }

  private static Stream<String> ofAlerts() throws IOException {
    Map<String, List<Map<String, List<Map<String, String>>>>> rules =
        new Yaml().load(Files.readString(FOLDER.resolve("alerts.yaml")));
    return rules.get("groups").stream()
        .flatMap(group -> group.get("rules").stream())
        .map(rule -> rule.get("expr"));
  }

  @Test
  void everySeriesOfDashboardAndAlertsIsThere() throws IOException {
    trainAndPredict();
    List<Sample> scrape = scrape();
    List<String> expressions = Stream.concat(ofDashboard(), ofAlerts()).toList();

    assertThat(expressions).hasSizeGreaterThan(40);
    for (String text : expressions) {
      PromExpression expression = PromExpression.of(text);
      assertThat(expression.series()).as(text).isNotEmpty();
      for (Series series : expression.series()) {
        if (!series.name().equals("up")) {
          assertThat(scrape).as(text).anyMatch(sample -> sample.is(series));
        }
      }
      Set<String> labels =
          scrape.stream()
              .filter(it -> expression.series().stream().anyMatch(it::is))
              .flatMap(it -> it.labels().keySet().stream())
              .collect(Collectors.toSet());
      labels.addAll(OF_PROMETHEUS);
      assertThat(labels).as(text).containsAll(expression.labels());
    }
  }

  @Test
  void whatCannotBeReadIsNoExpression() {
    Stream.of("sum(a", "a)", "avrg(a)", "sum(a{b=c})", "max(a[5m])", "a ~ b")
        .forEach(
            wrong ->
                assertThatThrownBy(() -> PromExpression.of(wrong))
                    .as(wrong)
                    .isInstanceOf(RuntimeException.class));
  }

  @Test
  void aTrainingAndAPredictionAreCounted() throws IOException {
    trainAndPredict();
    List<Sample> before = scrape();
    String model = trainAndPredict();
    List<Sample> after = scrape();

    assertThat(
            value(after, "descent_training_samples_total")
                - value(before, "descent_training_samples_total"))
        .isGreaterThan(0);
    assertThat(value(after, "descent_training_step_seconds_count"))
        .isGreaterThan(value(before, "descent_training_step_seconds_count"));
    assertThat(value(after, "descent_training_step_seconds_sum"))
        .isGreaterThan(value(before, "descent_training_step_seconds_sum"));
    assertThat(value(after, "descent_upload_size_bytes_count", "kind", "csv"))
        .isGreaterThan(value(before, "descent_upload_size_bytes_count", "kind", "csv"));
    assertThat(value(after, "descent_predictions_seconds_count", "model", model)).isEqualTo(1);
    assertThat(value(after, "descent_prediction_rows_total", "model", model)).isEqualTo(2);
    // Looked up once in five seconds, and once a minute
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> value(scrape(), "descent_jobs", "status", "succeeded") >= 2);
    assertThat(value(after, "descent_storage_size_bytes")).isNotNegative();
  }

  /** What a figure is read from must not be collected as garbage. */
  @Test
  void everyFigureIsANumberAndStaysOne() throws IOException {
    trainAndPredict();
    System.gc();

    assertThat(scrape())
        .filteredOn(sample -> sample.name().startsWith("descent_"))
        .isNotEmpty()
        .noneMatch(sample -> Double.isNaN(sample.value()));
  }

  @Test
  void answersForAStoredDatasetAreOneRequest() throws IOException {
    String model = trainAndPredict();
    JsonNode dataset = get("/api/v1/models/" + model).at("/dataset");
    Answer answer =
        post(
            "/api/v1/models/" + model + "/predictions",
            "{\"dataset_id\": \"%s\"}".formatted(dataset.at("/id").asString()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);

    long rows = 2 + dataset.at("/rows").longValue();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> value(scrape(), "descent_prediction_rows_total", "model", model) == rows);
    assertThat(value(scrape(), "descent_predictions_seconds_count", "model", model)).isEqualTo(2);
  }

  @Test
  void aRefusalIsCountedByItsKind() throws IOException {
    double before = value(scrape(), "descent_refusals_total", "kind", "not-found");

    assertThat(get("/api/v1/jobs/none").at("/status").intValue()).isEqualTo(404);

    assertThat(value(scrape(), "descent_refusals_total", "kind", "not-found"))
        .isEqualTo(before + 1);
  }

  /** A row of the page's table is a figure of ours, and the reverse. */
  @Test
  void thePageTellsOfEveryFigure() throws IOException {
    trainAndPredict();
    Set<String> there =
        scrape().stream()
            .map(Sample::name)
            .filter(name -> name.startsWith("descent_"))
            .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
            .collect(Collectors.toSet());
    Set<String> told =
        Pattern.compile("(?m)^\\| `(descent_\\w+)")
            .matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());

    assertThat(told).isEqualTo(there);
  }
}
