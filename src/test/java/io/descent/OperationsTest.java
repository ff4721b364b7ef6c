package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.zaxxer.hikari.HikariDataSource;
import io.descent.web.RawHttp;
import io.descent.web.RawHttp.Answer;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.data.repository.Repository;

@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class OperationsTest {

  @LocalServerPort private int port;
  @Autowired private HikariDataSource pool;
  @Autowired private ApplicationContext context;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/actuator/info",
        "/actuator/prometheus"
      })
  void whatRunsTheServiceCanSeeHowItIs(String path) throws IOException {
    assertThat(get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/env",
        "/beans",
        "/heapdump",
        "/threaddump",
        "/loggers",
        "/configprops",
        "/mappings",
        "/shutdown",
        "/metrics",
        "/caches",
        "/scheduledtasks",
        "/flyway",
        "/conditions",
        "/startup"
      })
  void nothingElseOfTheInsideIsShown(String endpoint) throws IOException {
    assertThat(get("/actuator" + endpoint).status()).isEqualTo(404);
  }

  @Test
  void healthShowsNoDetails() throws IOException {
    assertThat(get("/actuator/health").json().propertyNames()).containsOnly("status", "groups");
  }

  @Test
  void theServiceSaysWhatItIs() throws IOException {
    Answer about = get("/api/v1");

    assertThat(about.json().at("/version").stringValue()).isNotEmpty();
    assertThat(about.json().at("/commit").stringValue()).isNotEmpty();
    assertThat(about.json().at("/kernel").stringValue()).isIn("plain", "vector");
    assertThat(get(about.json().at("/limits").stringValue()).status()).isEqualTo(200);
  }

  @Test
  void everyLimitIsShown() throws IOException {
    Answer limits = get("/api/v1/limits");

    assertThat(limits.json().at("/upload_bytes").longValue()).isEqualTo(2L << 30);
    assertThat(limits.json().at("/cell_bytes").longValue()).isEqualTo(1 << 20);
    assertThat(limits.json().at("/json_bytes").longValue()).isEqualTo(32 << 20);
    assertThat(limits.json().at("/json_depth").intValue()).isEqualTo(64);
    assertThat(limits.json().at("/flops_per_step").longValue()).isEqualTo(100_000_000_000L);
    List<String> fixed =
        List.of(
            "name_characters",
            "page_items",
            "errors",
            "json_digits",
            "text_bytes",
            "form_parts",
            "answer_numbers",
            "encoded_values",
            "light_answer_flops",
            "waiting_answers_per_owner");
    assertThat(limits.json().propertyNames())
        .containsAll(fixed)
        .hasSize(io.descent.web.Limits.class.getRecordComponents().length + fixedLimits());
  }

  private static int fixedLimits() {
    return (int)
        Arrays.stream(io.descent.web.Limits.class.getDeclaredMethods())
            .filter(it -> !Modifier.isPublic(it.getModifiers()))
            .filter(it -> it.isAnnotationPresent(JsonProperty.class))
            .count();
  }

  /** Six processes of two workers stay within 60. */
  @Test
  void aProcessKeepsToFewConnections() {
    int workers = Runtime.getRuntime().availableProcessors();

    assertThat(pool.getMaximumPoolSize()).isEqualTo(workers + 8);
    assertThat(pool.getMinimumIdle()).isEqualTo(2);
    assertThat(pool.getIdleTimeout()).isEqualTo(60_000);
  }

  @Test
  void aLineEndFromAClientBeginsNoLineOfTheLog(CapturedOutput output) {
    LoggerFactory.getLogger(OperationsTest.class).info("name {}", "a\r\nERROR forged\nline");

    assertThat(output.getAll().lines()).noneMatch(it -> it.startsWith("ERROR forged"));
    assertThat(output).contains("name a ERROR forged line");
  }

  @Test
  void aChangeIsALineOfTheLogWithTheIdAndWhereItLed(CapturedOutput output) throws IOException {
    Answer made =
        RawHttp.exchange(
            port,
            "POST /api/v1/datasets/generate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "X-Request-Id: of-the-change\r\nContent-Type: application/json\r\n"
                + "Content-Length: 16\r\n\r\n{\"kind\":\"moons\"}");
    String place = made.headers().get("location");

    assertThat(made.status()).isEqualTo(201);
    assertThat(output)
        .containsPattern(
            "ChangeLog +of-the-change 201 by local: POST /api/v1/datasets/generate -> " + place);

    RawHttp.send(port, "GET " + place + " HTTP/1.1", "X-Request-Id: of-the-look");
    RawHttp.send(port, "DELETE " + place + " HTTP/1.1", "X-Request-Id: of-the-end");
    assertThat(output)
        .doesNotContain("of-the-look")
        .contains("of-the-end 204 by local: DELETE " + place);
  }

  @Test
  void nothingIsTracedUnasked() {
    assertThat(context.getBeanNamesForType(Tracer.class)).isEmpty();
    assertThat(context.getBeanNamesForType(OpenTelemetry.class)).isEmpty();
  }

  /**
   * They are made with their first use, which must not be the first time their queries are read.
   */
  @Test
  void everyRepositoryCanBeMade() {
    assertThat(context.getBeansOfType(Repository.class)).hasSizeGreaterThan(10);
  }

  private Answer get(String path) throws IOException {
    return RawHttp.send(port, "GET " + path + " HTTP/1.1");
  }
}
