package io.descent.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the service says of itself in every version of the protocol, and what the SDK works with.
 */
record ServerDescription(String version) {

  static final String NAME = "descent";
  static final String TITLE = "Descent";

  static final String INSTRUCTIONS =
      """
      Descent trains neural networks on tables and images, and answers by them. The usual way: \
      upload_csv or list_datasets; check_spec until it says valid; train, first without confirm, \
      which shows what it would do, then with confirm; get_job until status is succeeded, failed \
      or cancelled; diagnose; predict; export_link. Data sets, jobs and models are named by id or \
      by name, the newest of a name being meant. A refusal says what is wrong where, and what to do.\
      """;

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  static McpJsonMapper mapper() {
    return new JacksonMcpJsonMapper(JsonMapper.shared());
  }

  /** Arguments are checked by the operations that take them, and results by the tests. */
  static JsonSchemaValidator trusting() {
    return (_, _) -> JsonSchemaValidator.ValidationResponse.asValid("");
  }

  static Map<String, Object> map(ObjectNode json) {
    return JsonMapper.shared().convertValue(json, MAP);
  }
}
