package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceTest;
import io.descent.web.RawHttp;
import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class SameOriginFilterTest {

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1",
        "DELETE /api/v1/datasets/019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70",
        "POST /api/v1/jobs",
        "OPTIONS /api/v1",
        "GET /v3/api-docs",
        "GET /actuator/prometheus",
        "GET /nothing"
      })
  void aForeignHostOriginOrSiteIsRefusedEverywhere(String call) throws IOException {
    for (String header :
        new String[] {
          "Host: evil.example", "Origin: http://evil.example", "Sec-Fetch-Site: cross-site"
        }) {
      Answer answer = RawHttp.send(port, call + " HTTP/1.1", header, "Content-Length: 0");

      assertThat(answer.status()).as(header).isEqualTo(403);
      assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
      assertThat(answer.json().at("/type").stringValue()).isEqualTo("/problems/forbidden");
    }
  }

  @Test
  void theServicesOwnPageMayCall() throws IOException {
    Answer answer =
        RawHttp.send(
            port,
            "GET /api/v1 HTTP/1.1",
            "Host: localhost:" + port,
            "Origin: http://localhost:" + port,
            "Sec-Fetch-Site: same-origin");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void probesMayCallByAnyName() throws IOException {
    Answer answer =
        RawHttp.send(port, "GET /actuator/health/liveness HTTP/1.1", "Host: 10.0.0.7:8080");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void everyAnswerIsClosedToScriptsAndFrames() throws IOException {
    Answer answer = RawHttp.send(port, "GET /api/v1 HTTP/1.1");

    assertThat(answer.headers().get("content-security-policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff");
    assertThat(answer.headers()).doesNotContainKeys("server", "x-powered-by");
  }
}
