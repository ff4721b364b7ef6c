package io.descent.mcp;

import static io.descent.mcp.Agent.PING;
import static io.descent.mcp.Agent.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceTest;
import io.descent.security.KeyedClient;
import io.descent.security.KeyedClient.Answer;
import io.descent.web.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Requests that do not come as far as their message, and what is too large. */
@ServiceTest
class McpRequestTest {

  @LocalServerPort private int port;

  private Agent agent(String version) {
    return new Agent(KeyedClient.withoutKey(port), version);
  }

  private Answer post(String message, String... headers) {
    return KeyedClient.withoutKey(port).post(Agent.PATH, message, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT", "PATCH"})
  void onlyPostIsThere(String verb) {
    Answer answer = KeyedClient.withoutKey(port).send(verb, Agent.PATH, "", "");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("POST");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: evil.example, 403",
    "Host: 127.0.0.1.evil.example, 403",
    "Origin: http://evil.example, 403",
    "Origin: null, 403",
    "Sec-Fetch-Site: cross-site, 403",
    "X-Request-Id: fine, 200"
  })
  void aPageOfAnotherSiteDoesNotReachTheTools(String header, int status) throws Exception {
    String message =
        "POST /mcp HTTP/1.1\r\n%s%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                .formatted(
                    header.startsWith("Host") ? "" : "Host: localhost\r\n", header, PING.length())
            + "Connection: close\r\n\r\n"
            + PING;

    assertThat(RawHttp.exchange(port, message).status()).isEqualTo(status);
  }

  @Test
  void whatIsWrongWithTheRequestIsAnsweredAsEverywhere() {
    KeyedClient client = KeyedClient.withoutKey(port);

    assertThat(client.send("POST", Agent.PATH, PING, "text/plain").status()).isEqualTo(415);
    assertThat(post(PING, "Accept", "text/event-stream").status()).isEqualTo(406);
    assertThat(post(PING, "Accept", "no type").status()).isEqualTo(406);
    assertThat(client.post(Agent.PATH + "?a=b", PING).status()).isEqualTo(400);
    assertThat(client.post(Agent.PATH + "/", PING).status()).isEqualTo(404);
    assertThat(client.send("OPTIONS", Agent.PATH, "", "").header("Allow")).contains("POST");
  }

  @Test
  void whatIsTooLargeIsRefused() {
    String message =
        request("tools/call", "{\"name\": \"upload_csv\", \"arguments\": {\"csv\": \"%s\"}}");

    assertThat(post(message.formatted("a".repeat(33 << 20))).status()).isEqualTo(413);
    JsonNode refusal =
        post(message.formatted("a".repeat(9 << 20))).json().at("/result/structuredContent/problem");
    assertThat(refusal.path("status").intValue()).isEqualTo(413);
    assertThat(refusal.path("detail").stringValue()).contains("POST /api/v1/datasets");
  }

  @Test
  void anAnswerThatIsTooLargeIsRefused() {
    String batch = "[" + "1,".repeat(900) + "1]";
    String trace =
        "{\"spec\": {\"input_shape\": [901], \"layers\": [{\"type\": \"affine\", \"out\": 400}],"
            + " \"loss\": \"mse\"}, \"values\": \"all\", \"batch\": {\"x\": ["
            + batch
            + "], \"t\": [["
            + "0,".repeat(399)
            + "0]]}}";

    JsonNode refusal = agent("2025-11-25").refusal("trace_step", trace);
    assertThat(refusal.path("status").intValue()).isEqualTo(413);
    assertThat(refusal.path("detail").stringValue()).contains("ask for less");
  }

  @Test
  void theAnswersOfABatchAreTogetherNoLongerThanOne() {
    String call = request("tools/call", "{\"name\": \"trace_step\", \"arguments\": %s}");
    String trace =
        "{\"spec\": {\"input_shape\": [300], \"layers\": [{\"type\": \"affine\", \"out\": 100}],"
            + " \"loss\": \"mse\"}, \"values\": \"all\", \"batch\": {\"x\": [["
            + "1,".repeat(299)
            + "1]], \"t\": [["
            + "0,".repeat(99)
            + "0]]}}";
    String message = call.formatted(trace);

    assertThat(post(message).json().at("/result/isError").booleanValue()).isFalse();
    JsonNode replies = post("[" + message + ("," + message).repeat(7) + "]").json();
    assertThat(replies.size()).isEqualTo(8);
    for (JsonNode reply : replies) {
      assertThat(reply.at("/result/structuredContent/problem/status").intValue()).isEqualTo(413);
    }
  }
}
