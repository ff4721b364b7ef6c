package io.descent.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.descent.security.KeyedClient;
import io.descent.security.KeyedClient.Answer;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Speaks to the tools as an agent's client does, in one version of the protocol. */
record Agent(KeyedClient client, String version) {

  static final String PATH = "/mcp";

  static final String PING = "{\"jsonrpc\": \"2.0\", \"id\": \"a\", \"method\": \"ping\"}";

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  static String request(String method, String params) {
    return "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"%s\", \"params\": %s}"
        .formatted(method, params);
  }

  Answer send(String message) {
    return client.post(
        PATH,
        message,
        "Accept",
        "application/json, text/event-stream",
        "MCP-Protocol-Version",
        version);
  }

  /** The result of a request. */
  JsonNode ask(String method, String params) {
    Answer answer = send(request(method, params));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.json().path("id").intValue()).isEqualTo(7);
    assertThat(answer.json().path("error").isMissingNode()).as(answer.http().body()).isTrue();
    return answer.json().path("result");
  }

  JsonNode tools() {
    return ask("tools/list", "{}").path("tools");
  }

  JsonNode tool(String name) {
    return tools().values().stream()
        .filter(it -> it.path("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What a call of a tool gives; arguments and result are as its schemas say. */
  JsonNode call(String tool, String arguments) {
    check(described(tool).input(), JsonMapper.shared().readTree(arguments));
    return loose(tool, arguments);
  }

  /** As {@link #call}, of arguments that are not as the schema says, and are answered. */
  JsonNode loose(String tool, String arguments) {
    JsonNode result = result(tool, arguments);
    assertThat(result.path("isError").asBoolean(false)).as(result.toString()).isFalse();
    JsonNode structured = result.path("structuredContent");
    assertThat(JsonMapper.shared().readTree(result.at("/content/0/text").stringValue()))
        .isEqualTo(structured);
    return structured;
  }

  /** The problem for which a call of a tool is refused. */
  JsonNode refusal(String tool, String arguments) {
    JsonNode result = result(tool, arguments);
    assertThat(result.path("isError").asBoolean(false)).as(result.toString()).isTrue();
    JsonNode problem = result.at("/structuredContent/problem");
    assertThat(result.at("/content/0/text").stringValue())
        .startsWith(problem.path("detail").stringValue());
    return problem;
  }

  /** Of a call of a tool, whatever came of it; it is as its schema says. */
  JsonNode result(String tool, String arguments) {
    ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", tool);
    params.set("arguments", JsonMapper.shared().readTree(arguments));
    JsonNode result = ask("tools/call", params.toString());
    check(described(tool).output(), result.path("structuredContent"));
    return result;
  }

  private static Tool described(String tool) {
    return ToolFile.read(tool, Set.of(), (_, _) -> JsonNodeFactory.instance.objectNode());
  }

  private static void check(JsonNode schema, JsonNode value) {
    assertThat(SCHEMAS.getSchema(schema).validate(value)).as(value.toString()).isEmpty();
  }
}
