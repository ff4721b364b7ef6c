package io.descent;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.descent.PromExpression.Sample;
import io.descent.PromExpression.Scrapes;
import io.descent.PromExpression.Series;
import io.descent.web.RawHttp;
import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final String SAMPLES = "descent_training_samples_total";

  /** A service in which nothing is wrong. */
  private static final Map<String, String> WELL =
      Map.of(
          "up", "=1",
          "disk_free_bytes", "=1e12",
          "disk_total_bytes", "=2e12",
          "hikaricp_connections_pending", "=0",
          "descent_queue_oldest_age_seconds", "=0",
          "descent_worker_running", "=1",
          "descent_kernel_ready", "=0",
          "process_uptime_seconds", "=60",
          "jvm_memory_used_bytes{area=\"heap\"}", "=1",
          "jvm_memory_max_bytes{area=\"heap\"}", "=2");

  /** What has to happen, and to nothing else, for an alert. */
  private static final Map<String, Map<String, String>> TROUBLE =
      Map.ofEntries(
          entry("DescentDown", Map.of("up", "=0")),
          entry("DescentDiskFull", Map.of("descent_refusals_total{kind=\"disk-full\"}", "+1")),
          entry("DescentDiskFillsUp", Map.of("disk_free_bytes", "=1e11")),
          entry("DescentDatabaseAway", Map.of("descent_database_retries_total", "+6")),
          entry("DescentConnectionsShort", Map.of("hikaricp_connections_pending", "=1")),
          entry(
              "DescentNobodyTrains",
              Map.of("descent_queue_oldest_age_seconds", "=301", "descent_worker_running", "=0")),
          entry("DescentQueueLong", Map.of("descent_queue_oldest_age_seconds", "=3601")),
          entry("DescentJobsFail", Map.of("descent_jobs{status=\"failed\"}", "+6")),
          entry("DescentTakeovers", Map.of("descent_jobs_takeovers_total", "+4")),
          entry("DescentErrors", Map.of("descent_refusals_total{kind=\"internal\"}", "+1")),
          entry(
              "DescentAnswersSlow",
              Map.of("descent_predictions_seconds_bucket{le=~\"[1-9].*|.Inf\"}", "+100")),
          entry(
              "DescentCheckpointsSlow",
              Map.of(
                  "descent_checkpoint_seconds_sum",
                  "+11",
                  "descent_checkpoint_seconds_count",
                  "+2")),
          entry("DescentKernelsPlain", Map.of("process_uptime_seconds", "=901")),
          entry("DescentHeapFull", Map.of("jvm_memory_used_bytes{area=\"heap\"}", "=1.95")));

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
    String path = "/api/v1/jobs/" + train(3);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(path).at("/status").asString().equals("succeeded"));
    String model = get(path).at("/model_id").asString();
    predict(model);
    return model;
  }

  private void predict(String model) throws IOException {
    Answer answer =
        post("/api/v1/models/" + model + "/predictions", "{\"instances\": [[1, 2], [3, 4]]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** The id of a job that is accepted. */
  private String train(int epochs) throws IOException {
    String dataset =
        post("/api/v1/datasets/generate", "{\"kind\": \"moons\"}").json().at("/id").asString();
    return post(
            "/api/v1/jobs",
            """
            {"dataset_id": "%s", "training": {"epochs": %d, "batch_size": 2, "seed": 1},
             "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"}}
            """
                .formatted(dataset, epochs))
        .json()
        .at("/id")
        .asString();
  }

  private List<Sample> scrape() throws IOException {
    String body = RawHttp.send(port, "GET /actuator/prometheus HTTP/1.1").body();
    return Stream.concat(body.lines(), Stream.of("up 1"))
        .filter(line -> !line.startsWith("#"))
        .map(Sample::of)
        .toList();
  }

  /** A scrape in which a series is another value (=1), or so much more than it was (+1). */
  private static List<Sample> changed(List<Sample> scrape, Map<String, String> changes) {
    List<Sample> changed = new ArrayList<>(scrape);
    changes.forEach(
        (text, change) -> {
          Series series = (Series) PromExpression.of(text);
          assertThat(changed).as(text).anyMatch(series::fits);
          double value = Double.parseDouble(change.substring(1));
          changed.replaceAll(
              it ->
                  series.fits(it)
                      ? it.of(change.startsWith("+") ? it.value() + value : value)
                      : it);
        });
    return changed;
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

  private static Stream<JsonNode> dashboard() throws IOException {
    return JsonMapper.shared()
        .readTree(FOLDER.resolve("dashboard.json"))
        .at("/panels")
        .valueStream();
  }

  private static Stream<String> ofDashboard() throws IOException {
    return dashboard()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> target.at("/expr").stringValue().replace("$job", "descent"));
  }

  /** Expressions by the names of their alerts. */
  private static Map<String, String> ofAlerts() throws IOException {
    Map<String, List<Map<String, List<Map<String, String>>>>> rules =
        new Yaml().load(Files.readString(FOLDER.resolve("alerts.yaml")));
    return rules.get("groups").stream()
        .flatMap(group -> group.get("rules").stream())
        .collect(Collectors.toMap(rule -> rule.get("alert"), rule -> rule.get("expr")));
  }

  @Test
  void everySeriesOfDashboardAndAlertsIsThere() throws IOException {
    trainAndPredict();
    List<Sample> scrape = scrape();
    List<String> expressions = Stream.concat(ofDashboard(), ofAlerts().values().stream()).toList();

    assertThat(expressions).hasSizeGreaterThan(40);
    for (String text : expressions) {
      PromExpression expression = PromExpression.of(text);
      List<Series> series = expression.restsOn().toList();
      assertThat(series).as(text).isNotEmpty();
      for (Series each : series) {
        assertThat(scrape).as(text).anyMatch(each::fits);
      }
      Set<String> labels =
          scrape.stream()
              .filter(it -> series.stream().anyMatch(each -> each.fits(it)))
              .flatMap(it -> it.labels().keySet().stream())
              .collect(Collectors.toSet());
      assertThat(labels).as(text).containsAll(expression.labels().toList());
    }
  }

  @Test
  void everyPanelHasAValueWhileItTrains() throws IOException {
    String model = trainAndPredict();
    String running = "/api/v1/jobs/" + train(100_000);
    List<Sample> before = scrape();
    long began = System.nanoTime();
    predict(model);
    await().atMost(Duration.ofSeconds(60)).until(() -> checkpoints(scrape()) > checkpoints(before));
    List<Sample> after = scrape();
    post(running + "/cancel", "");
    Scrapes scrapes = new Scrapes(before, after, (System.nanoTime() - began) / 1e9);

    for (String text : ofDashboard().toList()) {
      List<Sample> values = PromExpression.of(text).over(scrapes);
      assertThat(values)
          .as(text)
          .isNotEmpty()
          .allMatch(it -> Double.isFinite(it.value()) && it.value() >= 0);
    }
    double samples = value(after, SAMPLES) - value(before, SAMPLES);
    assertThat(panel("Samples a second", scrapes))
        .isPositive()
        .isEqualTo(samples / scrapes.seconds());
    assertThat(panel("Queue and workers", scrapes)).isNotNegative();
    assertThat(panel("Time of a step", scrapes)).isBetween(1e-9, 1.0);
    assertThat(panel("Time of a checkpoint", scrapes)).isBetween(1e-9, 30.0);
    assertThat(panel("Heap", scrapes)).isGreaterThan(1e6);
  }

  private static double checkpoints(List<Sample> scrape) {
    return value(scrape, "descent_checkpoint_seconds_count");
  }

  /** The first value of a panel's first expression. */
  private static double panel(String title, Scrapes scrapes) throws IOException {
    String text =
        dashboard()
            .filter(panel -> panel.at("/title").asString().equals(title))
            .map(panel -> panel.at("/targets/0/expr").stringValue())
            .findFirst()
            .orElseThrow();
    return PromExpression.of(text.replace("$job", "descent")).over(scrapes).getFirst().value();
  }

  @Test
  void anAlertComesOfItsTroubleAlone() throws IOException {
    trainAndPredict();
    List<Sample> well = changed(scrape(), WELL);
    Map<String, String> alerts = ofAlerts();

    assertThat(alerts.keySet()).isEqualTo(TROUBLE.keySet());
    assertThat(firing(alerts, new Scrapes(well, well, 60))).isEmpty();
    for (Map.Entry<String, Map<String, String>> trouble : TROUBLE.entrySet()) {
      Scrapes scrapes = new Scrapes(well, changed(well, trouble.getValue()), 60);
      assertThat(firing(alerts, scrapes)).containsExactly(trouble.getKey());
    }
  }

  private static List<String> firing(Map<String, String> alerts, Scrapes scrapes) {
    return alerts.entrySet().stream()
        .filter(alert -> !PromExpression.of(alert.getValue()).over(scrapes).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void whatCannotBeReadIsNoExpression() {
    Stream.of("sum(a", "a)", "avrg(a)", "sum(a{b=c})", "max(a[5m])", "a ~ b", "rate(a)", "")
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
