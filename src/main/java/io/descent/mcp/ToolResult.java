package io.descent.mcp;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call of a tool came to.
 *
 * @param structured the result, or {@code {"problem": …}}
 * @param text the same for who reads no structure
 */
record ToolResult(ObjectNode structured, String text, boolean refused) {

  static final String PROBLEM = "problem";

  static ToolResult of(ObjectNode result) {
    return new ToolResult(result, result.toString(), false);
  }

  /** As the API refuses, with what is wrong where and what to do. */
  static ToolResult refused(JsonNode problem) {
    ObjectNode structured = JsonNodeFactory.instance.objectNode();
    structured.set(PROBLEM, problem);
    StringJoiner lines = new StringJoiner("\n");
    lines.add(problem.path("detail").asString("refused"));
    problem.path("errors").values().forEach(error -> lines.add(line(error)));
    return new ToolResult(structured, lines.toString(), true);
  }

  private static String line(JsonNode error) {
    String line = error.path("line").isNumber() ? "line " + error.get("line").asString() + " " : "";
    String column = error.path("column").asString("");
    return "- "
        + error.path("pointer").asString(line + column)
        + ": "
        + error.path("detail").asString("");
  }
}
