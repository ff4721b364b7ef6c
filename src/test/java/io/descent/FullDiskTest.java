package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.storage.FullDisk;
import io.descent.web.RawHttp;
import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole service on a disk that takes nothing for a while; scripts/full-disk.sh is the long
 * form.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullDiskTest {

  @TempDir static Path directory;

  private static ConfigurableApplicationContext service;
  private static int port;

  @BeforeAll
  static void start() {
    service =
        new SpringApplicationBuilder(DescentApplication.class)
            .initializers(DescentApplication::resolveHome)
            .run(
                "--descent.home=" + directory,
                "--descent.db.url=" + FullDisk.url(directory.resolve("descent")),
                "--server.port=0",
                "--descent.workers=1");
    port = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
  }

  @AfterEach
  void free() {
    FullDisk.free();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private Answer get(String path) throws IOException {
    return RawHttp.send(port, "GET " + path + " HTTP/1.1");
  }

  private Answer generate() throws IOException {
    return post(
        "/api/v1/datasets/generate",
        "{\"kind\": \"moons\", \"rows\": 100, \"noise\": 0.1, \"seed\": 1}");
  }

  private Answer post(String path, String json) throws IOException {
    return RawHttp.exchange(
        port,
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length()
            + "\r\nConnection: close\r\n\r\n"
            + json);
  }

  @Test
  void callsJobsAndProbesGoThroughIt() throws IOException {
    String dataset = generate().json().at("/id").stringValue();
    assertThat(get("/actuator/health/readiness").status()).isEqualTo(200);
    FullDisk.fill("No space left on device");

    Answer refused = generate();
    assertThat(refused.status()).isEqualTo(507);
    assertThat(refused.json().at("/type").stringValue()).isEqualTo("/problems/disk-full");
    assertThat(refused.json().at("/detail").stringValue()).contains("free space");
    assertThat(generate().status()).isEqualTo(507);
    assertThat(get("/api/v1/datasets/" + dataset + "/rows").status()).isEqualTo(200);
    assertThat(get("/actuator/health/readiness").status()).isEqualTo(503);
    assertThat(get("/actuator/health/liveness").status()).isEqualTo(200);

    FullDisk.free();

    await()
        .dontCatchUncaughtExceptions()
        .atMost(Duration.ofSeconds(20))
        .until(() -> generate().status() == 201);
    assertThat(get("/actuator/health/readiness").status()).isEqualTo(200);
  }

  @Test
  void aJobSaysWhyItWaitsAndEndsInTheBitsItWouldHave() throws IOException {
    String dataset = generate().json().at("/id").stringValue();
    String alone = weights(train(dataset));
    String job = train(dataset);
    FullDisk.fill("No space left on device");
    assertThat(generate().status()).isEqualTo(507);

    assertThat(get("/api/v1/jobs/" + job).json().at("/warnings/0/code").stringValue())
        .isEqualTo("storage");
    FullDisk.free();

    assertThat(weights(job)).isEqualTo(alone);
    assertThat(get("/api/v1/jobs/" + job).json().at("/warnings")).isEmpty();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  @Timeout(30)
  void itEndsInTimeWhileItCanWriteNothing() throws IOException {
    String dataset = generate().json().at("/id").stringValue();
    String job = train(dataset);
    await().dontCatchUncaughtExceptions().until(() -> status(job).equals("running"));
    FullDisk.fill("No space left on device");

    service.close();
  }

  private String train(String dataset) throws IOException {
    Answer queued =
        post(
            "/api/v1/jobs",
            """
            {"dataset_id": "%s", "model": {"layers": [{"type": "affine", "out": 8}, {"type": "relu"},
              {"type": "affine", "out": 2}], "loss": "softmax_ce"},
             "training": {"epochs": 20000, "batch_size": 40, "seed": 3, "max_seconds": null}}
            """
                .formatted(dataset));
    assertThat(queued.status()).isEqualTo(202);
    return queued.json().at("/id").stringValue();
  }

  private String status(String job) throws IOException {
    return get("/api/v1/jobs/" + job).json().at("/status").stringValue();
  }

  private String weights(String job) throws IOException {
    await()
        .dontCatchUncaughtExceptions()
        .atMost(Duration.ofSeconds(60))
        .until(() -> status(job).equals("succeeded"));
    String model = get("/api/v1/jobs/" + job).json().at("/model_id").stringValue();
    return get("/api/v1/models/" + model).json().at("/weights_sha256").stringValue();
  }
}
