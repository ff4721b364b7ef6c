package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.DescentApplication;
import io.descent.ServiceTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;
import tools.jackson.databind.JsonNode;

@Testcontainers(disabledWithoutDocker = true)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "descent.home=target/postgres-test")
@AutoConfigureMockMvc
@Import(ServiceTest.OwnHost.class)
@ActiveProfiles("postgres")
class ModelsPostgresIT extends ModelsContract {

  @Container
  private static final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:17");

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    properties.add("descent.db.url", postgres::getJdbcUrl);
    properties.add("spring.datasource.username", postgres::getUsername);
    properties.add("spring.datasource.password", postgres::getPassword);
  }

  @Test
  void anotherServiceFollowsAnAliasAndNoAnswerIsOfTwoModels() throws Exception {
    UUID no = publish("said", biased(1, 0));
    UUID yes = publish("said", biased(0, 1));
    Map<UUID, String> labels = Map.of(no, "no", yes, "yes");
    put("followed", no);
    AtomicBoolean moving = new AtomicBoolean(true);
    try (ConfigurableApplicationContext other = otherService();
        ExecutorService clients = Executors.newFixedThreadPool(2)) {
      String address =
          "http://localhost:" + other.getEnvironment().getRequiredProperty("local.server.port");
      Callable<Integer> client =
          () -> {
            int answers = 0;
            while (moving.get()) {
              said(address, labels);
              answers++;
            }
            return answers;
          };
      List<Future<Integer>> asking = List.of(clients.submit(client), clients.submit(client));
      try {
        for (int i = 0; i < 20; i++) {
          UUID now = i % 2 == 0 ? yes : no;
          assertThat(put("followed", now)).hasStatusOk();
          await().atMost(Duration.ofSeconds(5)).until(() -> said(address, labels).equals(now));
        }
      } finally {
        moving.set(false);
      }
      for (Future<Integer> answers : asking) {
        assertThat(answers.get()).isPositive();
      }
    }
  }

  /** Each of them reads the rows and draws their orders by itself. */
  @Test
  void importanceIsTheSameNumbersOnAnotherService() throws Exception {
    ByteBuffer weights = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    for (float weight : new float[] {2, -1, 0.5f, -0.25f, 1, -1.5f, -2, 0.75f, 0.125f, 0}) {
      weights.putFloat(weight);
    }
    UUID model = publish("worth", weights.array());
    StringBuilder table = new StringBuilder("x,colour,y,t\n");
    for (int i = 0; i < 60; i++) {
      String row = "%d,%s,%d.5,%s\n";
      table.append(
          row.formatted(
              i * 7 % 11, i % 3 == 0 ? "red" : "blue", i * 5 % 7, i % 4 == 0 ? "no" : "yes"));
    }
    JsonNode data =
        json(
            mvc.post()
                .uri("/api/v1/datasets?name=worth&target=t")
                .contentType("text/csv")
                .content(table.toString())
                .exchange());
    String path = "/api/v1/models/" + model + "/importance";
    String asked =
        "{\"dataset_id\": \"%s\", \"metric\": \"log_loss\", \"seed\": 7}"
            .formatted(data.get("id").stringValue());
    JsonNode here =
        json(
            mvc.post().uri(path).contentType(MediaType.APPLICATION_JSON).content(asked).exchange());
    assertThat(here.at("/columns/0/mean").doubleValue()).isNotZero();
    assertThat(here.at("/columns/0/deviation").doubleValue()).isPositive();
    try (ConfigurableApplicationContext other = otherService()) {
      String address =
          "http://localhost:" + other.getEnvironment().getRequiredProperty("local.server.port");
      JsonNode there =
          RestClient.create(address)
              .post()
              .uri(path)
              .contentType(MediaType.APPLICATION_JSON)
              .body(asked)
              .retrieve()
              .requiredBody(JsonNode.class);
      assertThat(there).isEqualTo(here);
    }
  }

  /** Weights of zeros, by whose biases one class is always answered. */
  private static byte[] biased(float first, float second) {
    ByteBuffer numbers = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    return numbers.putFloat(32, first).putFloat(36, second).array();
  }

  private static ConfigurableApplicationContext otherService() {
    return new SpringApplicationBuilder(DescentApplication.class)
        .profiles("postgres")
        .run(
            "--descent.home=target/postgres-other",
            "--descent.db.url=" + postgres.getJdbcUrl(),
            "--spring.datasource.username=" + postgres.getUsername(),
            "--spring.datasource.password=" + postgres.getPassword(),
            "--descent.workers=0",
            "--server.port=0");
  }

  /** The model that answered; what it said must be its own. */
  private static UUID said(String address, Map<UUID, String> labels) {
    RestClient http = RestClient.create(address);
    JsonNode answer =
        http.post()
            .uri("/api/v1/models/followed/predictions")
            .contentType(MediaType.APPLICATION_JSON)
            .body("{\"instances\": [[1, \"red\", 2], [0, \"blue\", 1]]}")
            .retrieve()
            .requiredBody(JsonNode.class);
    UUID model = UUID.fromString(answer.get("model_id").stringValue());
    assertThat(answer.get("predictions").findValuesAsString("label"))
        .containsExactly(labels.get(model), labels.get(model));
    return model;
  }
}
