package io.descent.mcp;

import io.descent.web.ProblemDocument;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.modelcontextprotocol.common.McpTransportContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A call of a tool on its way through the SDK.
 *
 * @param arguments as they came
 */
record Invocation(JsonNode arguments, Api api) {

  private static final Logger log = LoggerFactory.getLogger(Invocation.class);

  private static final String KEY = Invocation.class.getName();

  McpTransportContext context() {
    return McpTransportContext.create(Map.of(KEY, this));
  }

  static Invocation of(McpTransportContext context) {
    return (Invocation) context.get(KEY);
  }

  /** What comes of it: nothing that happens in the tool is thrown. */
  ToolResult call(Tool tool) {
    try {
      api.require(tool.scopes(), tool.name());
      return ToolResult.of(tool.work().run(new Arguments(arguments), api));
    } catch (Refusal e) {
      return ToolResult.refused(e.problem());
    } catch (ProblemException e) {
      return refused(e);
    } catch (RuntimeException e) {
      log.error("The tool {} failed and is answered as such", tool.name(), e);
      return refused(
          ProblemException.of(
              ProblemKind.INTERNAL, "an error of the service, which is written in its log"));
    }
  }

  private static ToolResult refused(ProblemException problem) {
    return ToolResult.refused(ProblemDocument.of(problem, McpEndpoint.PATH).json());
  }
}
