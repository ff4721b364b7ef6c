package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import io.descent.dataset.Datasets;
import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import io.descent.security.Owner;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the columns of a model are worth to it. */
@ServiceTest
class ImportanceTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int ROWS = 120;
  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 8}, {"type": "tanh"},
         {"type": "affine", "out": %d}], "loss": "%s"},
       "training": {"epochs": 30, "batch_size": 16, "seed": 1, "optimizer": {"type": "adam", "lr": 0.02},
         "split": %s}}\
      """;
  private static final String THIRDS = "{\"train\": 0.5, \"validation\": 0.25, \"test\": 0.25}";

  @LocalServerPort private int port;
  @Autowired private Models models;
  @Autowired private ModelStore store;
  @Autowired private ImportanceRows rows;
  @Autowired private Datasets datasets;
  @Autowired private RequestMemory memory;
  private ServiceClient service;
  private String dataset = "";

  @BeforeEach
  void upload() {
    service = new ServiceClient(port);
    dataset = service.upload(table(), "name=worth&target=y&ignore=id");
  }

  /** A class that follows from x and from a colour; k is constant, z tells nothing. */
  private static String table() {
    StringBuilder table = new StringBuilder("id,x,colour,k,z,g,y\n");
    for (int row = 0; row < ROWS; row++) {
      table.append("n").append(row).append(',').append(String.join(",", row(row))).append('\n');
    }
    return table.toString();
  }

  private static List<String> row(int row) {
    int x = row * 7 % 41;
    String colour = List.of("red", "green", "blue").get(row % 3);
    boolean yes = x > 20 != colour.equals("red");
    String z = Integer.toString(row * 11 % 17);
    return List.of(Integer.toString(x), colour, "4", z, "g" + row / 10, yes ? "yes" : "no");
  }

  private String model(String split) {
    return service.model(JOB.formatted(dataset, 2, "softmax_ce", split));
  }

  private JsonNode importance(String model, String body) {
    return service.post(path(model), body).expect(200).json();
  }

  private static String path(String model) {
    return "/api/v1/models/" + model + "/importance";
  }

  private String onAll(String more) {
    return "{\"dataset_id\": \"%s\"%s}".formatted(dataset, more);
  }

  /** As scikit-learn defines it: the score, minus that of rows with one column shuffled. */
  @Test
  void aColumnIsWorthWhatTheScoreLosesWhenItsRawValuesAreShuffled() {
    String model = model(THIRDS);
    JsonNode found = importance(model, onAll(", \"repeats\": 3, \"seed\": 5"));

    int[] identity = new int[ROWS];
    Arrays.setAll(identity, i -> i);
    double score = accuracy(model, -1, identity);
    assertThat(found.path("value").doubleValue()).isCloseTo(score, within(1e-12));
    assertThat(score).isGreaterThan(0.9);
    for (int column = 0; column < 5; column++) {
      double[] losses = new double[3];
      for (int repeat = 0; repeat < losses.length; repeat++) {
        int[] order = new int[ROWS];
        Noise.permutationInto(order, Noise.key(5, Purpose.IMPORTANCE, 1 + column, repeat));
        losses[repeat] = score - accuracy(model, column, order);
      }
      double mean = Arrays.stream(losses).average().orElseThrow();
      double variance = Arrays.stream(losses).map(it -> (it - mean) * (it - mean)).sum() / 3;
      JsonNode told = found.path("columns").get(column);
      assertThat(told.path("mean").doubleValue()).isCloseTo(mean, within(1e-12));
      assertThat(told.path("deviation").doubleValue())
          .isCloseTo(Math.sqrt(variance), within(1e-12));
    }
  }

  private double accuracy(String model, int permuted, int[] order) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode instances = body.putArray("instances");
    for (int row = 0; row < ROWS; row++) {
      ArrayNode instance = instances.addArray();
      for (int column = 0; column < 5; column++) {
        instance.add(row(column == permuted ? order[row] : row).get(column));
      }
    }
    JsonNode answer =
        service.post("/api/v1/models/" + model + "/predictions", body.toString()).json();
    int right = 0;
    for (int row = 0; row < ROWS; row++) {
      String label = answer.at("/predictions/" + row + "/label").stringValue();
      right += label.equals(row(row).get(5)) ? 1 : 0;
    }
    return (double) right / ROWS;
  }

  @Test
  void whatTellsNothingIsWorthNothingAndTheSameSeedGivesTheSameNumbers() {
    String model = model(THIRDS);
    JsonNode found = importance(model, onAll(", \"metric\": \"log_loss\""));

    Map<String, JsonNode> columns = new HashMap<>();
    found.path("columns").forEach(it -> columns.put(it.path("name").stringValue(), it));
    assertThat(columns.keySet()).containsExactlyInAnyOrder("x", "colour", "k", "z", "g", "id");
    for (String nothing : List.of("k", "id")) {
      assertThat(columns.get(nothing).path("mean").doubleValue()).isZero();
      assertThat(columns.get(nothing).path("deviation").doubleValue()).isZero();
    }
    double colour = columns.get("colour").path("mean").doubleValue();
    assertThat(colour).isGreaterThan(0.2);
    assertThat(columns.get("z").path("mean").doubleValue()).isLessThan(colour / 4);
    assertThat(columns.get("colour").path("deviation").doubleValue()).isPositive();
    assertThat(found.path("repeats").intValue()).isEqualTo(5);
    assertThat(importance(model, onAll(", \"metric\": \"log_loss\""))).isEqualTo(found);
    assertThat(importance(model, onAll(", \"metric\": \"log_loss\", \"seed\": 2")))
        .isNotEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"train": 0.5, "validation": 0.25, "test": 0.25}               | test
          {"train": 0.5, "validation": 0.25, "test": 0.25, "group": "g"} | test
          {"train": 0.5, "validation": 0.25, "test": 0.25, "order": "z"} | test
          {"train": 0.7, "validation": 0.3, "test": 0}                   | validation
          {"train": 1, "validation": 0, "test": 0}                       | train
          """)
  void withoutADataSetItIsMeasuredOnTheRowsThatTheModelWasTestedOn(String split, String part) {
    String model = model(split);
    JsonNode found = importance(model, "{\"metric\": \"loss\"}");

    assertThat(found.path("part").stringValue()).isEqualTo(part);
    JsonNode metrics = service.get("/api/v1/models/" + model).json().path("metrics").path(part);
    assertThat(found.path("value").doubleValue())
        .isCloseTo(metrics.path("loss").doubleValue(), within(1e-12));
    assertThat(found.path("rows").intValue()).isPositive();
  }

  @Test
  void aModelTestedOnAnotherDataSetIsMeasuredOnThat() {
    String other = service.upload(table(), "name=others&target=y&ignore=id");
    String model =
        model(
            "{\"train\": 0.8, \"validation\": 0.2, \"test_dataset_id\": \"%s\"}".formatted(other));
    JsonNode found = importance(model, "{}");

    assertThat(found.at("/dataset/id").stringValue()).isEqualTo(other);
    assertThat(importance(model, "")).as("without a body").isEqualTo(found);
    assertThat(found.path("rows").intValue()).isEqualTo(ROWS);
    assertThat(found.path("value"))
        .isEqualTo(service.get("/api/v1/models/" + model).json().at("/metrics/test/accuracy"));
  }

  @Test
  void aRegressionLosesOfItsR2() {
    String data =
        service.upload(
            table().replace("yes", "1.5").replace("no", "3.25"),
            "name=numbers&target=y&task=regression&ignore=id");
    String model = service.model(JOB.formatted(data, 1, "mse", THIRDS));
    JsonNode found = importance(model, "{}");

    assertThat(found.path("metric").stringValue()).isEqualTo("r2");
    assertThat(found.at("/columns/0/mean").doubleValue()).isPositive();
    refused(model, "{\"metric\": \"accuracy\"}", "/metric");
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    String model = model(THIRDS);
    refused(model, "{\"repeats\": 0}", "/repeats");
    refused(model, "{\"repeats\": 101}", "/repeats");
    refused(model, "{\"metric\": \"r2\"}", "/metric");
    refused(model, "{\"seed\": -1}", "/seed");
    refused(model, "{\"dataset_id\": \"" + UUID.randomUUID() + "\"}", "/dataset_id");
    String other = service.upload("x,y\n1,yes\n2,no\n", "name=narrow");
    refused(model, "{\"dataset_id\": \"" + other + "\"}", "/dataset_id");
    service.post(path(model), "{\"metric\": \"auc\"}").expect(422);
    service.post(path(model), "{\"columns\": []}").expect(400);
    service.post(path(UUID.randomUUID().toString()), "{}").expect(404);
    String pixels =
        service.uploadField("digits-pixels.csv", "name=pictures&target=label&image=1,8,8");
    String images = service.model(JOB.formatted(pixels, 10, "softmax_ce", THIRDS));
    assertThat(service.post(path(images), "{}").expect(422).text()).contains("takes images");
    service.delete("/api/v1/datasets/" + dataset).expect(204);
    refused(model, "{}", "/dataset_id");
  }

  private void refused(String model, String body, String pointer) {
    JsonNode refusal = service.post(path(model), body).expect(422).json();
    assertThat(refusal.at("/errors/0/pointer").stringValue())
        .as(refusal.toString())
        .isEqualTo(pointer);
  }

  @Test
  void moreWorkThanTheLimitIsRefusedAndMoreRowsAreSampled() {
    UUID model = UUID.fromString(model(THIRDS));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> bounded(model, "importance-flops", "1000"))
        .returns(ProblemKind.TOO_LARGE, ProblemException::kind)
        .withMessageContaining("5 columns");
    ImportanceView sampled = bounded(model, "evaluation-rows", "10");
    assertThat(sampled.rows()).isEqualTo(10);
    assertThat(sampled.warnings()).singleElement().matches(it -> it.code().equals("sampled"));
    assertThat(bounded(model, "evaluation-rows", "10")).isEqualTo(sampled);
  }

  private ImportanceView bounded(UUID model, String limit, String value) {
    Limits limits =
        new Binder(new MapConfigurationPropertySource(Map.of("descent.limits." + limit, value)))
            .bindOrCreate("descent.limits", Limits.class);
    ModelImportance bounded = new ModelImportance(models, store, rows, datasets, limits);
    ImportanceRequest asked =
        new ImportanceRequest(Optional.of(UUID.fromString(dataset)), 5, Optional.empty(), 0);
    try (RequestMemory.Taken taken = memory.begin()) {
      return bounded.measure(Owner.LOCAL, model, asked, taken, () -> {});
    }
  }
}
