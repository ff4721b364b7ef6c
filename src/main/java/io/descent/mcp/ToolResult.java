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
    JsonNode errors = problem.path("errors");
    if (errors.size() > 1) {
      errors.values().forEach(error -> lines.add(line(error)));
    }
    return new ToolResult(structured, lines.toString(), true);
  }

  private static String line(JsonNode error) {
    String place =
        error.has("line")
            ? "line %s %s".formatted(error.path("line"), error.path("column").asString("")).strip()
            : error.path("pointer").asString("");
    return "- " + place + ": " + error.path("detail").asString("");
  }
}
