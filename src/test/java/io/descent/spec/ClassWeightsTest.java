package io.descent.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Classes that count differently, from the request to what is learnt. */
@ServiceTest
class ClassWeightsTest {

  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"},
       "training": {"epochs": 600, "batch_size": 3000, "seed": %d,
         "optimizer": {"type": "adam", "lr": 0.5},
         "split": {"train": 1, "validation": 0, "test": 0}, "class_weights": %s}}\
      """;

  private static final String WIDE =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 16}, {"type": "relu"},
         {"type": "affine", "out": 2}], "loss": "softmax_ce"},
       "training": {"epochs": 30, "batch_size": 64, "seed": %d,
         "optimizer": {"type": "adam", "lr": 0.01},
         "split": {"train": 1, "validation": 0, "test": 0}, "class_weights": %s}}\
      """;

  /** One row of the rare class. */
  private static final double ONE = 1 / 28.0;

  @LocalServerPort private int port;
  private ServiceClient service;

  @BeforeEach
  void connect() {
    service = new ServiceClient(port);
  }

  /**
   * 28 rows of 3 000 are fraud. A linear network has one best set of weights, so that recall is
   * what any minimizer of Σ w E ÷ Σ w ends with: that of PyTorch, or Newton's method.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "none" | 0.2857
          {"fraud": 5} | 0.5357
          {"fraud": 50} | 0.9286
          "balanced" | 0.9643
          """)
  void theRareClassIsFoundAsOftenAsItsWeightSays(String weights, double recall) {
    String dataset = service.uploadField("rare-class.csv", "name=rare");
    for (int seed : new int[] {1, 2}) {
      String model = service.model(JOB.formatted(dataset, seed, weights));
      JsonNode fraud =
          service
              .post(
                  "/api/v1/models/" + model + "/evaluations",
                  "{\"dataset_id\": \"%s\"}".formatted(dataset))
              .json()
              .at("/per_class/0");
      assertThat(fraud.path("label").stringValue()).isEqualTo("fraud");
      assertThat(fraud.path("recall").doubleValue()).isCloseTo(recall, within(ONE + 1e-4));
    }
  }

  /**
   * A wider network, learnt from every other row and asked about those between, of which 13 are
   * fraud: ten seeds here, and ten of PyTorch 2.13 (normal weights of variance 2 ÷ inputs, Adam at
   * 0.01, 30 epochs of batches of 64, CrossEntropyLoss of the same weights).
   *
   * @param found of PyTorch: how many of the 13 each seed found
   * @param alarms of PyTorch: how many others each seed took for fraud
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "none" | 1 1 1 1 3 0 1 1 1 1 | 1 1 0 2 3 0 1 1 0 3
          {"fraud": 5} | 4 3 2 3 5 2 3 4 4 5 | 13 16 12 14 17 11 13 15 10 22
          {"fraud": 50} | 4 5 4 6 9 7 5 6 6 7 | 43 45 33 41 47 39 39 46 36 51
          "balanced" | 6 6 5 8 9 8 8 7 6 7 | 46 48 36 47 52 49 47 55 42 60
          """)
  void rowsThatWereNotLearntAreFoundAsOftenAsByPyTorch(
      String weights, String found, String alarms) {
    List<String> lines = ServiceClient.field("rare-class.csv").lines().toList();
    String learnt = service.upload(everyOther(lines, 1), "name=learnt");
    String asked = service.upload(everyOther(lines, 2), "name=asked");
    double[] recalled = new double[10];
    double[] alarmed = new double[10];
    for (int seed = 1; seed <= 10; seed++) {
      String model = service.model(WIDE.formatted(learnt, seed, weights));
      JsonNode matrix =
          service
              .post(
                  "/api/v1/models/" + model + "/evaluations",
                  "{\"dataset_id\": \"%s\"}".formatted(asked))
              .json()
              .path("confusion_matrix");
      recalled[seed - 1] = matrix.at("/0/0").intValue();
      alarmed[seed - 1] = matrix.at("/1/0").intValue();
      assertThat(matrix.at("/0/0").intValue() + matrix.at("/0/1").intValue()).isEqualTo(13);
    }
    assertWithinSpread(recalled, found);
    assertWithinSpread(alarmed, alarms);
  }

  /**
   * The mean of ours is within a deviation of theirs, each of ours not far beyond all of theirs.
   */
  private static void assertWithinSpread(double[] ours, String theirs) {
    double[] other = Stream.of(theirs.split(" ")).mapToDouble(Double::parseDouble).toArray();
    double mean = DoubleStream.of(other).average().orElseThrow();
    double squares = DoubleStream.of(other).map(it -> (it - mean) * (it - mean)).sum();
    double deviation = Math.sqrt(squares / (other.length - 1));
    String all = Arrays.toString(ours) + " beside " + theirs;
    assertThat(DoubleStream.of(ours).average().orElseThrow())
        .as(all)
        .isCloseTo(mean, within(deviation));
    assertThat(DoubleStream.of(ours))
        .as(all)
        .allMatch(it -> Math.abs(it - mean) <= 3 * deviation + 1);
  }

  /** The header, and every second line from one on. */
  private static String everyOther(List<String> lines, int first) {
    return lines.getFirst()
        + "\n"
        + IntStream.range(first, lines.size())
            .filter(it -> it % 2 == first % 2)
            .mapToObj(lines::get)
            .collect(Collectors.joining("\n"));
  }

  @Test
  void aJobShowsWhatItWasGiven() {
    String dataset = service.upload("x,y\n1,a\n2,b\n3,a\n4,b\n", "name=four");
    String request = JOB.replace("600", "1").formatted(dataset, 1, "{\"b\": 2.5}");
    JsonNode job = service.trained(request);
    assertThat(job.at("/training/class_weights").toString()).isEqualTo("{\"b\":2.5}");
    JsonNode trace =
        service.post("/api/v1/jobs/" + job.path("id").stringValue() + "/trace?step=1", "{}").json();
    double weighed = 0;
    double total = 0;
    for (int i = 0; i < 4; i++) {
      double weight = trace.at("/batch/t/" + i).intValue() == 1 ? 2.5 : 1;
      weighed += weight * trace.at("/forward/losses/" + i).doubleValue();
      total += weight;
    }
    assertThat(trace.at("/forward/loss").doubleValue()).isCloseTo(weighed / total, within(1e-12));
    assertThat(trace.at("/replayed/equals_recorded").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"fraud": 0} | 422 | /training/class_weights/fraud
          {"fraud": -1} | 422 | /training/class_weights/fraud
          {"fraud": "5"} | 400 | /training/class_weights/fraud
          {"fruad": 5} | 422 | /training/class_weights/fruad
          "balance" | 422 | /training/class_weights
          7 | 400 | /training/class_weights
          null | 400 | /training/class_weights
          """)
  void wrongWeightsAreRefusedWithTheirPointer(String weights, int status, String pointer) {
    String dataset = service.upload("x,y\n1,fraud\n2,ok\n3,ok\n", "name=three");
    JsonNode refusal =
        service.post("/api/v1/jobs", JOB.formatted(dataset, 1, weights)).expect(status).json();
    assertThat(refusal.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
  }

  @Test
  void aRegressionHasNoClassesToWeigh() {
    String dataset = service.upload("x,y\n1,1.5\n2,2.5\n3,3.5\n", "name=numbers");
    String request = JOB.replace("softmax_ce", "mse").replace("\"out\": 2", "\"out\": 1");
    JsonNode refusal =
        service
            .post("/api/v1/jobs", request.formatted(dataset, 1, "\"balanced\""))
            .expect(422)
            .json();
    assertThat(refusal.at("/errors/0/pointer").stringValue()).isEqualTo("/training/class_weights");
    service.post("/api/v1/jobs", request.formatted(dataset, 1, "\"none\"")).expect(202);
  }
}
