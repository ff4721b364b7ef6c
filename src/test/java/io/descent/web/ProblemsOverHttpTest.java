package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@EdgeTest
class ProblemsOverHttpTest {

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/api/v1/nothing",
        "/api/v1/probe/",
        "/api/v1//limits",
        "/api/v1/probe;x=1",
        "/api/v1/..%2fv1",
        "/api/v1/%252e%252e/limits",
        "/api/v1/%2e%2e/nothing",
        "/api/v1/a%5cb",
        "/api/v1/a%00b",
        "/api/v1/a%0d%0ab",
        "/error",
        "/actuator/env",
        "/actuator/heapdump",
        "/actuator/shutdown",
        "/h2-console",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/application.yaml"
      })
  void whatIsNotThereIsNotFound(String path) throws IOException {
    Answer answer = RawHttp.send(port, "GET " + path + " HTTP/1.1", "Accept: text/html");

    assertProblem(answer, 404, "/problems/not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/%zz HTTP/1.1",
        "GET /api/v1/probe?limit=%zz HTTP/1.1",
        "GET /api/v1/probe?limit=%ff HTTP/1.1",
        "GET /api/v1/%ff HTTP/1.1",
        "GET /api/v1/<script> HTTP/1.1",
        "GET  HTTP/1.1",
        "GE T / HTTP/1.1",
        "GET / HTTP/1.1 x",
        "GET /a b HTTP/1.1"
      })
  void aBrokenRequestLineIsUnreadable(String line) throws IOException {
    assertProblem(RawHttp.send(port, line), 400, "/problems/unreadable");
  }

  @Test
  void headersAreBounded() throws IOException {
    Answer large =
        RawHttp.send(port, "GET /api/v1/probe HTTP/1.1", "X-Large: " + "x".repeat(100_000));
    Answer many =
        RawHttp.send(port, "GET /api/v1/probe HTTP/1.1", "X-Many: 1\r\n".repeat(500).strip());

    assertProblem(large, 400, "/problems/unreadable");
    assertProblem(many, 400, "/problems/unreadable");
  }

  @Test
  void brokenFramingIsUnreadable() throws IOException {
    assertProblem(
        RawHttp.send(port, "GET /api/v1/probe HTTP/1.1", "Content-Length: -1"),
        400,
        "/problems/unreadable");
    assertProblem(
        RawHttp.send(port, "GET /api/v1/probe HTTP/1.1", "no colon"), 400, "/problems/unreadable");
    assertProblem(
        RawHttp.exchange(port, "GET /api/v1/probe HTTP/1.1\r\nConnection: close\r\n\r\n"),
        400,
        "/problems/unreadable");
    assertProblem(RawHttp.send(port, "GET /api/v1/probe HTTP/9.9"), 400, "/problems/unreadable");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/probe/required",
    "DELETE, /api/v1/probe",
    "PUT, /api/v1/probe",
    "PATCH, /api/v1/probe",
    "TRACE, /api/v1/probe",
    "BREW, /api/v1/probe",
    "POST, /actuator/health"
  })
  void aWrongVerbNamesTheRightOnes(String verb, String path) throws IOException {
    Answer answer = RawHttp.send(port, verb + " " + path + " HTTP/1.1", "Content-Length: 0");

    assertProblem(answer, 405, "/problems/method-not-allowed");
    assertThat(answer.headers().get("allow")).contains("GET", "HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "DELETE"})
  void thePageIsGivenInItsOwnFormOnly(String verb) throws IOException {
    Answer answer = RawHttp.send(port, verb + " / HTTP/1.1", "Accept: application/json");

    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
  }

  @Test
  void aFormThatIsNotThereIsNotAcceptable() throws IOException {
    assertProblem(
        RawHttp.send(port, "GET /api/v1/probe HTTP/1.1", "Accept: application/xml"),
        406,
        "/problems/not-acceptable");
    assertProblem(
        RawHttp.send(port, "GET /api/v1/probe HTTP/1.1", "Accept: a b c"),
        406,
        "/problems/not-acceptable");
    for (String none : new String[] {"application/json;q=0", "application/json;q=0, text/html"}) {
      assertProblem(
          RawHttp.send(port, "GET /api/v1/probe HTTP/1.1", "Accept: " + none),
          406,
          "/problems/not-acceptable");
    }
  }

  @Test
  void anUnknownQueryParameterIsUnreadable() throws IOException {
    Answer answer = RawHttp.send(port, "GET /api/v1/probe?verbose=1 HTTP/1.1");

    assertProblem(answer, 400, "/problems/unreadable");
    assertThat(answer.json().at("/errors/0/pointer").stringValue()).isEqualTo("verbose");
  }

  @Test
  void headAndOptionsAnswerWithoutABody() throws IOException {
    Answer head = RawHttp.send(port, "HEAD /api/v1/probe HTTP/1.1");
    Answer missing = RawHttp.send(port, "HEAD /nothing HTTP/1.1");
    Answer options = RawHttp.send(port, "OPTIONS /api/v1/probe HTTP/1.1");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).isEmpty();
    assertThat(options.status()).isEqualTo(200);
    assertThat(options.headers().get("allow")).contains("GET", "HEAD", "OPTIONS");
    assertThat(options.headers()).doesNotContainKey("access-control-allow-origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1",
        "1-2-3-4-5",
        "..%2f",
        "%252e",
        "a;b",
        "%00",
        "0190b3a4-0000-7000-8000-00000000000g"
      })
  void whatIsNoIdInThePathIsNotFound(String id) throws IOException {
    assertProblem(get("/api/v1/probe/" + id), 404, "/problems/not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "id=x, id, must be an id",
    "id=1-2-3-4-5, id, must be an id",
    "offset=1.5, offset, must be a whole number",
    "offset=99999999999, offset, must be a whole number",
    "color=blue, color, 'must be one of [red, green]'"
  })
  void aBadQueryParameterIsUnreadable(String query, String name, String detail) throws IOException {
    Answer answer = get("/api/v1/probe?" + query);

    assertProblem(answer, 400, "/problems/unreadable");
    assertThat(answer.json().at("/errors/0/pointer").stringValue()).isEqualTo(name);
    assertThat(answer.json().at("/errors/0/detail").stringValue()).isEqualTo(detail);
  }

  @Test
  void aMissingQueryParameterIsUnreadable() throws IOException {
    assertProblem(get("/api/v1/probe/required"), 400, "/problems/unreadable");
  }

  @Test
  void jsonIsReadStrictly() throws IOException {
    assertThat(post("application/json", "{\"n\": 1}").status()).isEqualTo(200);
    assertThat(post("application/json;charset=UTF-8", "{}").status()).isEqualTo(200);
    assertProblem(post("application/json", "{\"n\": }"), 400, "/problems/unreadable");
    assertProblem(post("application/json", ""), 400, "/problems/unreadable");
    assertProblem(post("application/json", "{\"m\": 1}"), 400, "/problems/unreadable");
    assertProblem(post("application/json", "{\"n\": 10}"), 422, "/problems/invalid");
    assertProblem(post("application/json", "{\"n\": 1, \"n\": 1}"), 400, "/problems/unreadable");
    assertProblem(post("application/json", "[".repeat(65)), 400, "/problems/unreadable");
    assertProblem(post("text/plain", "{}"), 415, "/problems/unsupported-media-type");
    assertProblem(post("nonsense", "{}"), 415, "/problems/unsupported-media-type");
    Answer encoded =
        RawHttp.send(
            port,
            "POST /api/v1/probe HTTP/1.1",
            "Content-Type: application/json",
            "Content-Encoding: br",
            "Content-Length: 0");
    assertProblem(encoded, 415, "/problems/unsupported-media-type");
    Answer without = RawHttp.send(port, "POST /api/v1/probe HTTP/1.1", "Content-Length: 0");
    assertProblem(without, 415, "/problems/unsupported-media-type");
  }

  @Test
  void aBodyOverTheLimitIsAnsweredWhileItIsSent() throws IOException {
    String body = " ".repeat(30 << 20);
    assertProblem(post("application/json", body), 413, "/problems/too-large");
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    Answer chunked =
        RawHttp.exchange(
            port,
            "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk);
    assertProblem(chunked, 413, "/problems/too-large");
  }

  @Test
  void aBodyFramedWronglyIsUnreadable() throws IOException {
    Answer answer =
        RawHttp.exchange(
            port,
            "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "zz\r\n{}\r\n0\r\n\r\n");

    assertProblem(answer, 400, "/problems/unreadable");
  }

  @Test
  void anIdempotencyKeyIsBounded() throws IOException {
    for (String key : new String[] {"", "a b", "é", "x".repeat(256), "a\r\nIdempotency-Key: b"}) {
      Answer answer =
          RawHttp.exchange(
              port,
              "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + "Content-Type: application/json\r\nContent-Length: 2\r\nIdempotency-Key: "
                  + key
                  + "\r\n\r\n{}");
      assertProblem(answer, 400, "/problems/unreadable");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bug, 500, internal",
    "checked, 500, internal",
    "sql, 500, internal",
    "away, 503, unavailable",
    "connection, 503, unavailable",
    "postgres-away, 503, unavailable",
    "postgres-disk, 507, disk-full",
    "postgres-text, 400, unreadable",
    "h2-disk, 507, disk-full",
    "file, 422, invalid-file",
    "many, 429, too-many"
  })
  void whatFailsInsideSaysNothingOfTheInside(String how, int status, String kind)
      throws IOException {
    Answer answer = get("/api/v1/probe/failing?how=" + how);

    assertProblem(answer, status, "/problems/" + kind);
    assertThat(answer.body()).doesNotContain("secret", "java", "select", "SQL");
    assertThat(answer.headers().containsKey("retry-after"))
        .isEqualTo(status == 503 || status == 429);
  }

  @Test
  void anErrorOfTheMachineIsAnsweredToo() throws IOException {
    assertProblem(get("/api/v1/probe/error"), 500, "/problems/internal");
  }

  private Answer get(String path) throws IOException {
    return RawHttp.send(port, "GET " + path + " HTTP/1.1", "Accept: text/html");
  }

  private Answer post(String type, String body) throws IOException {
    return RawHttp.exchange(
        port,
        "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static void assertProblem(Answer answer, int status, String type) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().at("/type").stringValue()).isEqualTo(type);
    assertThat(answer.json().at("/status").intValue()).isEqualTo(status);
    assertThat(answer.json().at("/title").stringValue()).isNotEmpty();
    assertThat(answer.json().at("/detail").stringValue()).isNotEmpty();
    assertThat(answer.json().at("/instance").stringValue()).startsWith("/");
    assertThat(answer.body()).doesNotContainIgnoringCase("tomcat").doesNotContain("Exception");
    assertThat(answer.headers()).doesNotContainKey("server");
  }
}
