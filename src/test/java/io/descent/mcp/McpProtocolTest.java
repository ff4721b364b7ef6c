package io.descent.mcp;

import static io.descent.mcp.Agent.PING;
import static io.descent.mcp.Agent.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceTest;
import io.descent.security.AuditTrail;
import io.descent.security.KeyedClient;
import io.descent.security.KeyedClient.Answer;
import io.descent.web.RequestMemory;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Messages as clients of each version of the protocol send them, and those that none should. */
@ServiceTest
class McpProtocolTest {

  private static final String META =
      "{\"_meta\": {\"io.modelcontextprotocol/protocolVersion\": \"2026-07-28\","
          + " \"io.modelcontextprotocol/clientCapabilities\": {},"
          + " \"io.modelcontextprotocol/clientInfo\": {\"name\": \"t\", \"version\": \"1\"}}";

  /** What of the inside of the service must not be seen. */
  private static final String INSIDE =
      "(?is).*(exception|io\\.|java|jackson|\\bat [a-z]+\\.|class ).*";

  @LocalServerPort private int port;
  @Autowired private AuditTrail trail;
  @Autowired private RequestMemory memory;

  private Agent agent(String version) {
    return new Agent(KeyedClient.withoutKey(port), version);
  }

  private Answer post(String message, String... headers) {
    return KeyedClient.withoutKey(port).post(Agent.PATH, message, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void aClientOf2025BeginsWithInitialize(String version) {
    Agent agent = agent(version);

    JsonNode begun =
        agent.ask(
            "initialize",
            "{\"protocolVersion\": \"%s\", \"capabilities\": {}, \"clientInfo\": {\"name\": \"t\","
                    .formatted(version)
                + " \"version\": \"1\"}}");
    assertThat(begun.path("protocolVersion").stringValue()).isEqualTo(version);
    assertThat(begun.at("/serverInfo/name").stringValue()).isEqualTo("descent");
    assertThat(begun.at("/capabilities/tools").isObject()).isTrue();
    assertThat(begun.path("instructions").stringValue()).contains("upload_csv");
    Answer told = agent.send("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}");
    assertThat(told.status()).isEqualTo(202);
    assertThat(told.http().body()).isEmpty();
    assertThat(agent.ask("ping", "{}").isEmpty()).isTrue();
    assertThat(agent.tools().size()).isEqualTo(10);
    assertThat(agent.call("list_datasets", "{\"limit\": 1}").has("items")).isTrue();
  }

  @Test
  void aClientOf2026SaysItsVersionWithEachRequest() {
    Agent agent = agent("2026-07-28");

    JsonNode server = agent.ask("server/discover", META + "}");
    assertThat(server.toString()).contains("2026-07-28");
    JsonNode tools = agent.ask("tools/list", META + "}").path("tools");
    assertThat(tools.size()).isEqualTo(10);
    JsonNode listed =
        agent.ask(
            "tools/call", META + ", \"name\": \"list_datasets\", \"arguments\": {\"limit\": 1}}");
    assertThat(listed.at("/structuredContent/items").isArray()).isTrue();
    JsonNode refused =
        agent.ask("tools/call", META + ", \"name\": \"get_job\", \"arguments\": {}}");
    assertThat(refused.at("/structuredContent/problem/errors/0/pointer").stringValue())
        .isEqualTo("/job");
    assertThat(agent.send(request("nothing/here", META + "}")).status()).isEqualTo(404);
    assertThat(agent.send(request("tools/list", "{}")).status()).isEqualTo(400);
    assertThat(
            post(request("tools/list", META + "}"), "Mcp-Method", "tools/call")
                .text("/error/message"))
        .startsWith("Mcp-Method");
  }

  @Test
  void aVersionThatNobodySpeaksIsRefusedNamingThoseThatAreSpoken() {
    Answer answer = post(PING, "MCP-Protocol-Version", "1999-01-01");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error/message")).contains("2025-03-26").contains("2026-07-28");
    JsonNode begun =
        agent("2025-11-25")
            .ask(
                "initialize",
                "{\"protocolVersion\": \"1999-01-01\", \"capabilities\": {}, \"clientInfo\":"
                    + " {\"name\": \"t\", \"version\": \"1\"}}");
    assertThat(begun.path("protocolVersion").stringValue()).isEqualTo("2025-11-25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "*/*", "application/*", "", "text/event-stream, */*"})
  void whateverAcceptLetsJsonThroughIsEnough(String accept) {
    Answer answer = accept.isEmpty() ? post(PING) : post(PING, "Accept", accept);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.text("/id")).isEqualTo("a");
  }

  @Test
  void acceptMayComeInSeveralLines() {
    Answer answer = post(PING, "Accept", "text/event-stream", "Accept", "application/json");

    assertThat(answer.status()).isEqualTo(200);
  }

  private static Stream<String[]> malformed() {
    return Stream.of(
        new String[] {"", "-32700"},
        new String[] {"{\"jsonrpc\"", "-32700"},
        new String[] {"{\"id\": 1, \"id\": 2}", "-32700"},
        new String[] {"[".repeat(70) + "]".repeat(70), "-32700"},
        new String[] {"null", "-32600"},
        new String[] {"[]", "-32600"},
        new String[] {"[" + PING + ("," + PING).repeat(20) + "]", "-32600"},
        new String[] {"{\"id\": 1, \"method\": \"ping\"}", "-32600"},
        new String[] {"{\"jsonrpc\": \"2.0\", \"id\": 1}", "-32600"},
        new String[] {"{\"jsonrpc\": \"2.0\", \"id\": null, \"method\": \"ping\"}", "-32600"},
        new String[] {"{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": \"ping\"}", "-32600"},
        new String[] {"{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": 2}", "-32600"},
        new String[] {request("ping", "[1]"), "-32600"});
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNoMessageIsAnsweredAsTheProtocolHasIt(String message, int code) {
    Answer answer = post(message);

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
    assertThat(answer.json().at("/error/code").intValue()).isEqualTo(code);
    assertThat(answer.text("/error/message")).isNotBlank();
    assertThat(answer.http().body()).doesNotMatch(INSIDE);
  }

  @Test
  void aBatchIsAnsweredInOneList() {
    String told = "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}";
    String list = request("tools/call", "{\"name\": \"list_datasets\", \"arguments\": {}}");
    String batch = "[%s, %s, %s, 5, [], %s]".formatted(PING, told, list, request("none", "{}"));
    Answer answer = post(batch);

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    JsonNode replies = answer.json();
    assertThat(replies.size()).isEqualTo(5);
    assertThat(replies.at("/0/id").stringValue()).isEqualTo("a");
    assertThat(replies.at("/0/result").isObject()).isTrue();
    assertThat(replies.at("/1/id").intValue()).isEqualTo(7);
    assertThat(replies.at("/1/result/structuredContent/items").isArray()).isTrue();
    assertThat(replies.at("/2/id").isNull()).isTrue();
    assertThat(replies.at("/2/error/code").intValue()).isEqualTo(-32600);
    assertThat(replies.at("/3/error/code").intValue()).isEqualTo(-32600);
    assertThat(replies.at("/4/error/code").intValue()).isEqualTo(-32601);
    Answer silent = agent("2025-03-26").send("[%s, %s]".formatted(told, told));
    assertThat(silent.status()).isEqualTo(202);
    assertThat(silent.http().body()).isEmpty();
    assertThat(agent("2025-03-26").send("[" + PING + "]").json().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2025-11-25", "2026-07-28", "1999-01-01"})
  void aVersionWithoutBatchesRefusesThem(String version) {
    Answer answer = agent(version).send("[" + PING + "]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/code").intValue()).isEqualTo(-32600);
    assertThat(answer.text("/error/message")).contains("one message at a time");
  }

  @Test
  void whatBeginsAConversationDoesNotComeInABatch() {
    String batch =
        "[%s, %s, %s]"
            .formatted(
                request("initialize", "{}"),
                request("server/discover", META + "}"),
                request("tools/list", META + "}"));

    for (JsonNode reply : post(batch).json()) {
      assertThat(reply.at("/error/code").intValue()).isEqualTo(-32600);
      assertThat(reply.at("/error/message").stringValue()).contains("batch");
    }
  }

  private static Stream<String[]> unknown() {
    return Stream.of(
        new String[] {request("nothing", "{}"), "-32601"},
        new String[] {request("resources/list", "{}"), "-32601"},
        new String[] {request("tools/call", "{}"), "-32602"},
        new String[] {request("tools/call", "{\"name\": 5}"), "-32602"},
        new String[] {request("tools/call", "{\"name\": \"list_dataset\"}"), "-32602"},
        new String[] {
          request("initialize", "{\"protocolVersion\": {}, \"capabilities\": 5}"), "-32602"
        });
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void whatCannotBeDoneIsSaidInOurOwnWords(String message, int code) {
    Answer answer = post(message);

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.json().at("/error/code").intValue()).as(answer.http().body()).isEqualTo(code);
    assertThat(answer.http().body()).doesNotMatch(INSIDE);
  }

  @Test
  void argumentsThatAreNoneAreRefusedByTheTool() {
    for (String arguments : new String[] {"5", "[]", "null", "\"x\""}) {
      JsonNode refusal = agent("2025-11-25").refusal("get_job", arguments);

      assertThat(refusal.path("status").intValue()).isEqualTo(400);
      assertThat(refusal.toString()).doesNotMatch(INSIDE);
    }
    assertThat(post(request("tools/call", "{\"name\": \"get_job\"}")).json().at("/result/isError"))
        .hasToString("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a/b", "a//b", "../x", "%2e", "a;b=c", "a?b", "compare", " "})
  void anyTextMayNameAThingThatIsNotThere(String name) {
    JsonNode refusal = agent("2025-11-25").refusal("get_job", "{\"job\": \"%s\"}".formatted(name));

    assertThat(refusal.path("status").intValue()).isIn(400, 404, 422);
    assertThat(refusal.toString()).doesNotMatch(INSIDE);
  }

  /** Each argument in turn is of each type, beside what the tool needs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "upload_csv",
        "list_datasets",
        "check_spec",
        "train",
        "get_job",
        "diagnose",
        "compare_jobs",
        "trace_step",
        "predict",
        "export_link"
      })
  void whateverAnArgumentIsTheToolAnswersForIt(String name) {
    Agent agent = agent("2025-11-25");
    JsonNode input = agent.tool(name).path("inputSchema");
    for (String argument : input.path("properties").propertyNames()) {
      for (String value :
          List.of("null", "true", "-1", "1e300", "\"\"", "\"a,b\"", "[[]]", "{\"a\": {}}")) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        input.path("required").values().forEach(it -> arguments.put(it.stringValue(), "x"));
        arguments.set(argument, JsonMapper.shared().readTree(value));
        JsonNode result = agent.result(name, arguments.toString());

        assertThat(result.at("/structuredContent/problem/status").asInt(200))
            .as(arguments + " " + result)
            .isLessThan(500);
        assertThat(result.at("/structuredContent/problem").toString()).doesNotMatch(INSIDE);
      }
    }
  }

  @Test
  void aToolThatFailsSaysNothingOfTheInside() {
    Tool failing =
        ToolFile.read(
            "get_job",
            Set.of(),
            (_, _) -> {
              throw new IllegalStateException("java.lang.Secret at io.descent.job.Job");
            });

    ToolResult result =
        new Invocation(
                JsonNodeFactory.instance.objectNode(),
                new Api(
                    new MockHttpServletRequest(),
                    new MockHttpServletResponse(),
                    memory.begin(),
                    trail,
                    DataSize.ofBytes(1)))
            .call(failing);

    assertThat(result.refused()).isTrue();
    assertThat(result.structured().at("/problem/status").intValue()).isEqualTo(500);
    assertThat(result.structured() + result.text()).doesNotMatch(INSIDE);
  }
}
