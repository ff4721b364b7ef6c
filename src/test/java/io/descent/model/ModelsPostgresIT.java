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
