package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@EdgeTest
class RequestIdTest {

  private static final String SENT = "X-Request-Id: ";

  @LocalServerPort private int port;

  private static String id(Answer answer) {
    return answer.headers().get("x-request-id");
  }

  @Test
  void aPlainIdOfTheClientIsKept() throws IOException {
    Answer answer = RawHttp.send(port, "GET /api/v1/limits HTTP/1.1", SENT + "a-1_b.c:d");

    assertThat(id(answer)).isEqualTo("a-1_b.c:d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\"x\"", "é", "<script>", "${jndi:x}"})
  void anyOtherIsReplaced(String sent) throws IOException {
    String given = id(RawHttp.send(port, "GET /api/v1/limits HTTP/1.1", SENT + sent));

    assertThat(UUID.fromString(given)).hasToString(given);
  }

  @Test
  void oneThatIsTooLongIsReplaced() throws IOException {
    String longest = "x".repeat(64);

    assertThat(id(RawHttp.send(port, "GET /api/v1/limits HTTP/1.1", SENT + longest)))
        .isEqualTo(longest);
    assertThat(id(RawHttp.send(port, "GET /api/v1/limits HTTP/1.1", SENT + longest + "x")))
        .hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/api/v1/probe?limit=x", "/api/v1/a%00b"})
  void aProblemHasIt(String path) throws IOException {
    Answer answer = RawHttp.send(port, "GET " + path + " HTTP/1.1", SENT + "mine");

    assertThat(answer.status()).isBetween(400, 499);
    assertThat(answer.json().at("/request_id").stringValue()).isEqualTo(id(answer)).isNotEmpty();
  }

  @Test
  void whatTheContainerRefusesHasOneToo() throws IOException {
    Answer answer = RawHttp.send(port, "GET /api/v1/%zz HTTP/1.1");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/request_id").stringValue()).isEqualTo(id(answer)).hasSize(36);
  }
}
