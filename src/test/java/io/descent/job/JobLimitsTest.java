package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.ServiceTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** No more than is told by {@code GET /limits}. */
@ServiceTest
class JobLimitsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LONG = "{\"epochs\": 100000, \"seed\": 1, \"batch_size\": 1}";

  @LocalServerPort private int port;
  @Autowired private JdbcTemplate jdbc;

  private final List<Socket> readers = new ArrayList<>();
  private final List<UUID> paused = new ArrayList<>();
  private JobClient client;

  @BeforeEach
  void client() {
    client = new JobClient(port);
  }

  @AfterEach
  void leaveNothing() throws IOException {
    for (Socket reader : readers) {
      reader.close();
    }
    paused.forEach(id -> jdbc.update("delete from job where id = ?", id));
  }

  /** Opens a stream of events, reads the status line and nothing after it. */
  private String open(String job) throws IOException {
    Socket reader = new Socket();
    readers.add(reader);
    reader.setReceiveBufferSize(1024);
    reader.connect(new InetSocketAddress("localhost", port));
    String request =
        "GET /api/v1/jobs/%s/events HTTP/1.1\r\nHost: localhost:%d\r\n\r\n".formatted(job, port);
    reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
            new InputStreamReader(reader.getInputStream(), StandardCharsets.US_ASCII), 1)
        .readLine();
  }

  private String started(String training) {
    return client.send("POST", "/jobs", JobClient.order(client.upload(), training)).text("id");
  }

  private int limit(String name) {
    return client.send("GET", "/limits", "").body().path(name).asInt();
  }

  @Test
  void oneReaderTooManyIsAskedToComeBack() throws IOException {
    String job = started(LONG);
    assertThat(client.send("POST", "/jobs/" + job + "/pause", "").status()).isEqualTo(202);
    int most = limit("event_streams");
    while (open(job).contains(" 200")) {
      assertThat(readers).hasSizeLessThanOrEqualTo(most);
    }
    assertThat(readers).hasSizeGreaterThan(most / 2);

    JobClient.Answer refused = client.send("GET", "/jobs/" + job + "/events", "");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("10");
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");

    assertThat(client.send("POST", "/jobs/" + job + "/cancel", "").status()).isEqualTo(202);
    await().atMost(LIMIT).until(() -> open(job).contains(" 200"));
  }

  @Test
  void aReaderThatReadsNothingHoldsUpNoTraining() throws IOException {
    String job = started("{\"epochs\": 20000, \"seed\": 1, \"batch_size\": 32}");
    assertThat(open(job)).contains(" 200");

    await()
        .atMost(LIMIT)
        .until(() -> client.send("GET", "/jobs/" + job, "").text("status").equals("succeeded"));
  }

  @Test
  void oneUnfinishedJobTooManyIsRefused() {
    String order = JobClient.order(client.upload(), "{\"epochs\": 1, \"seed\": 1}");
    JobFixture jobs = new JobFixture(jdbc);
    for (int i = 0; i < limit("unfinished_jobs_per_owner"); i++) {
      UUID id = jobs.queued(UUID.randomUUID(), "CLASSIFICATION", "{}", "{}", 1);
      jobs.status(id, JobStatus.PAUSED);
      paused.add(id);
    }

    JobClient.Answer refused = client.send("POST", "/jobs", order);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("10");
    assertThat(refused.text("detail")).contains("unfinished");
  }
}
