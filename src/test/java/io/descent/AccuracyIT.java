package io.descent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What plain networks reach on known data, as a mean over seeds, through HTTP. */
class AccuracyIT {

  private static final Path DATA = Path.of("examples", "data");
  private static final String CONVOLUTIONAL =
      """
      {"dataset_id": "%s",
       "model": {"layers": [
         {"type": "conv2d", "out": 16, "kernel": 5}, {"type": "relu"},
         {"type": "maxpool2d", "kernel": 2},
         {"type": "conv2d", "out": 32, "kernel": 5}, {"type": "relu"},
         {"type": "maxpool2d", "kernel": 2},
         {"type": "affine", "out": 128}, {"type": "relu"}, {"type": "affine", "out": 10}],
         "loss": "softmax_ce"},
       "training": {"epochs": 8, "batch_size": 64, "seed": 0,
         "optimizer": {"type": "sgd", "lr": 0.01, "momentum": 0.9}}}""";

  private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");

  @TempDir static Path home;
  private static PackagedService service;

  @BeforeAll
  static void start() throws IOException {
    service = PackagedService.start(home);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void iris() throws IOException {
    Trial trial = new Trial(16, 3, "softmax_ce", 0.1, 16, 100);

    assertThat(meanOver(20, csv("iris"), trial, "accuracy")).isGreaterThanOrEqualTo(0.91);
  }

  @Test
  void wine() throws IOException {
    Trial trial = new Trial(16, 3, "softmax_ce", 0.1, 16, 60);

    assertThat(meanOver(20, csv("wine"), trial, "accuracy")).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void diabetes() throws IOException {
    Trial trial = new Trial(16, 1, "mse", 0.01, 16, 50);

    assertThat(meanOver(20, csv("diabetes"), trial, "r2")).isGreaterThanOrEqualTo(0.35);
  }

  @Test
  void tenThousandDigits() throws IOException {
    Trial trial = new Trial(128, 10, "softmax_ce", 0.1, 64, 20);

    assertThat(meanOver(3, mnist(), trial, "accuracy")).isGreaterThanOrEqualTo(0.935);
  }

  @Test
  void tenThousandDigitsByConvolution() throws IOException {
    String model = modelOf(queue(CONVOLUTIONAL.formatted(mnist())));

    assertThat(tested(model, "accuracy")).isGreaterThanOrEqualTo(0.965);
  }

  /** One hidden layer of rectifiers, trained by plain gradient descent. */
  private record Trial(int hidden, int outputs, String loss, double rate, int batch, int epochs) {

    String job(String dataset, int seed) {
      return """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": %d}, {"type": "relu"},
                            {"type": "affine", "out": %d}], "loss": "%s"},
       "training": {"epochs": %d, "batch_size": %d, "seed": %d,
                    "optimizer": {"type": "sgd", "lr": %s}}}
      """
          .formatted(dataset, hidden, outputs, loss, epochs, batch, seed, rate);
    }
  }

  private static double meanOver(int seeds, String dataset, Trial trial, String metric) {
    List<String> jobs =
        IntStream.range(0, seeds).mapToObj(seed -> queue(trial.job(dataset, seed))).toList();
    return jobs.stream()
        .map(AccuracyIT::modelOf)
        .mapToDouble(model -> tested(model, metric))
        .average()
        .orElseThrow();
  }

  private static double tested(String model, String metric) {
    return service.get("/api/v1/models/" + model).at("/metrics/test/" + metric).asDouble();
  }

  private static String queue(String job) {
    return service
        .post(202, "/api/v1/jobs", "application/json", job.getBytes(UTF_8))
        .path("id")
        .asString();
  }

  private static String modelOf(String job) {
    JsonNode ended =
        await()
            .atMost(Duration.ofMinutes(5))
            .until(
                () -> service.get("/api/v1/jobs/" + job),
                row -> ENDS.contains(row.path("status").asString()));
    assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("succeeded");
    return ended.path("model_id").asString();
  }

  private static String csv(String name) throws IOException {
    byte[] rows = Files.readAllBytes(DATA.resolve(name + ".csv"));
    return service
        .post(201, "/api/v1/datasets?name=" + name, "text/csv", rows)
        .path("id")
        .asString();
  }

  private static String mnist() throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "file", "mnist-10k-images-idx3-ubyte.gz");
    part(form, "labels", "mnist-10k-labels-idx1-ubyte.gz");
    form.write("--parts--\r\n".getBytes(UTF_8));
    return service
        .post(201, "/api/v1/datasets", "multipart/form-data; boundary=parts", form.toByteArray())
        .path("id")
        .asString();
  }

  private static void part(ByteArrayOutputStream form, String name, String file)
      throws IOException {
    String head =
        """
        --parts\r
        Content-Disposition: form-data; name="%s"; filename="%s"\r
        Content-Type: application/octet-stream\r
        \r
        """;
    form.write(head.formatted(name, file).getBytes(UTF_8));
    form.write(Files.readAllBytes(DATA.resolve(file)));
    form.write("\r\n".getBytes(UTF_8));
  }
}
