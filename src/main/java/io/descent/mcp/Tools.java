package io.descent.mcp;

import io.descent.security.Caller;
import io.descent.web.Limits;
import io.descent.web.ProblemDocument;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** All tools, and how any of them is called: nothing that happens in one is thrown. */
final class Tools {

  private static final Logger log = LoggerFactory.getLogger(Tools.class);

  private final List<Tool> all;

  Tools(Limits limits) {
    all =
        Stream.of(new DataTools(limits.agentUpload()).all(), JobTools.all(), ModelTools.all())
            .flatMap(it -> it)
            .toList();
  }

  /** All there are, whoever may call them. */
  List<Tool> all() {
    return all;
  }

  /** Those that a caller may call. */
  List<Tool> of(Caller caller) {
    return all.stream().filter(it -> it.isFor(caller)).toList();
  }

  Optional<Tool> named(String name) {
    return all.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** What is wrong with the name of the tool that is called, if anything. */
  Optional<String> problem(Message.Request request) {
    Optional<String> name = request.tool();
    if (name.isEmpty()) {
      return Optional.of("name must be the name of a tool");
    }
    return name.flatMap(this::named).isPresent() ? Optional.empty() : name.map(this::unknown);
  }

  private String unknown(String name) {
    List<String> names = of(Caller.current()).stream().map(Tool::name).toList();
    return "there is no tool " + Spelling.quoted(name) + Spelling.hint(name, names);
  }

  static ToolResult call(Tool tool, JsonNode arguments, Api api) {
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
