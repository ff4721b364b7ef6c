package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/**
 * Homes of released versions, as a {@code kill -9} left each in the middle of several trainings
 * ({@code scripts/golden-home.sh}): today's service goes on with all of them, and ends in the
 * weights that the version's own gave undisturbed.
 */
class UpgradeTest {

  private static final Path STATES = Path.of("src", "test", "resources", "states");

  @TempDir Path home;

  static Stream<Path> versions() throws IOException {
    try (Stream<Path> folders = Files.list(STATES)) {
      return folders.filter(version -> Files.exists(version.resolve("home.zip"))).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void jobsOfAnEarlierVersionGoOnFromWhereTheyWereKilled(Path version) throws IOException {
    unpack(version.resolve("home.zip"));
    Properties weights = new Properties();
    try (InputStream in = Files.newInputStream(version.resolve("jobs.properties"))) {
      weights.load(in);
    }
    List<Epoch> before = epochs();
    try (ConfigurableApplicationContext service = start()) {
      RestClient client = client(service);
      for (String job : weights.stringPropertyNames()) {
        JsonNode ended = ended(client, job);
        assertThat(ended.at("/status").stringValue()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.at("/attempt").intValue()).isEqualTo(2);
        assertThat(ended.at("/warnings")).isEmpty();
        String model = "/api/v1/models/" + ended.at("/model_id").stringValue();
        assertThat(get(client, model).at("/weights_sha256").stringValue())
            .isEqualTo(weights.getProperty(job));
        assertThat(get(client, model + "/card").at("/provenance/starts").intValue()).isEqualTo(2);
        assertThat(epochs(client, job))
            .containsExactlyElementsOf(
                IntStream.rangeClosed(1, ended.at("/progress/epoch").intValue()).boxed().toList());
      }
    }
    assertThat(epochs()).as("nothing is trained twice, so that times stay").containsAll(before);
  }

  private record Epoch(String job, int epoch, double seconds) {}

  /** Of the database file while no service has it. */
  private List<Epoch> epochs() {
    DriverManagerDataSource file =
        new DriverManagerDataSource("jdbc:h2:file:" + home.resolve("descent"), "sa", "");
    return JdbcClient.create(file)
        .sql("select job_id as job, epoch, seconds from job_metric")
        .query(Epoch.class)
        .list();
  }

  private ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(DescentApplication.class)
        .initializers(DescentApplication::resolveHome)
        .run("--descent.home=" + home, "--server.port=0", "--descent.workers=3");
  }

  private static RestClient client(ConfigurableApplicationContext service) {
    String port = service.getEnvironment().getProperty("local.server.port");
    return RestClient.create("http://127.0.0.1:" + port);
  }

  private static JsonNode get(RestClient client, String path) {
    return client.get().uri(path).retrieve().requiredBody(JsonNode.class);
  }

  private static JsonNode ended(RestClient client, String job) {
    return await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> get(client, "/api/v1/jobs/" + job),
            answer ->
                !answer.at("/finished_at").isMissingNode() && !answer.at("/finished_at").isNull());
  }

  private static List<Integer> epochs(RestClient client, String job) {
    String csv =
        client
            .get()
            .uri("/api/v1/jobs/" + job + "/metrics")
            .header("Accept", "text/csv")
            .retrieve()
            .requiredBody(String.class);
    return csv.lines().skip(1).map(line -> Integer.valueOf(line.split(",")[0])).toList();
  }

  private void unpack(Path zip) throws IOException {
    try (ZipInputStream files = new ZipInputStream(Files.newInputStream(zip))) {
      for (var entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
        Files.copy(files, home.resolve(entry.getName()));
      }
    }
  }
}
