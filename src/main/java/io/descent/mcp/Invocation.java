package io.descent.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A call of a tool on its way through the SDK.
 *
 * @param arguments as they came
 */
record Invocation(JsonNode arguments, Api api) {

  private static final String KEY = Invocation.class.getName();

  McpTransportContext context() {
    return McpTransportContext.create(Map.of(KEY, this));
  }

  static Invocation of(McpTransportContext context) {
    return (Invocation) context.get(KEY);
  }

  ToolResult call(Tool tool) {
    return Tools.call(tool, arguments, api);
  }
}
