package io.descent.mcp;

import io.descent.security.Caller;
import io.descent.web.Spelling;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The protocol as clients of 2025 speak it, without a session: they begin with {@code initialize},
 * and every later message stands for itself.
 */
final class Protocol2025 implements McpStatelessServerTransport {

  private static final Logger log = LoggerFactory.getLogger(Protocol2025.class);

  static final String INITIALIZE = "initialize";

  private static final List<String> METHODS =
      List.of(INITIALIZE, "ping", "tools/list", Message.CALL);

  private final Tools tools;
  private @Nullable McpStatelessServerHandler handler;

  Protocol2025(Tools tools, ServerDescription server) {
    this.tools = tools;
    McpServer.sync(this)
        .serverInfo(
            McpSchema.Implementation.builder(ServerDescription.NAME, server.version())
                .title(ServerDescription.TITLE)
                .build())
        .instructions(ServerDescription.INSTRUCTIONS)
        .jsonMapper(ServerDescription.mapper())
        .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
        .validateToolInputs(false)
        .jsonSchemaValidator(ServerDescription.trusting())
        .addToolFilter(
            (_, tool) ->
                tools.named(tool.name()).filter(it -> it.isFor(Caller.current())).isPresent())
        // On the thread of the request, which knows its caller
        .immediateExecution(true)
        .tools(tools.all().stream().map(Protocol2025::specification).toList())
        .build();
  }

  private static SyncToolSpecification specification(Tool tool) {
    McpSchema.Tool described =
        McpSchema.Tool.builder(tool.name(), ServerDescription.map(tool.input()))
            .title(tool.title())
            .description(tool.description())
            .outputSchema(ServerDescription.map(tool.output()))
            .annotations(
                McpSchema.ToolAnnotations.builder()
                    .readOnlyHint(tool.reads())
                    .destructiveHint(false)
                    .openWorldHint(false)
                    .build())
            .build();
    return new SyncToolSpecification(
        described, (context, _) -> result(Invocation.of(context).call(tool)));
  }

  private static McpSchema.CallToolResult result(ToolResult result) {
    return McpSchema.CallToolResult.builder()
        .structuredContent(result.structured())
        .addTextContent(result.text())
        .isError(result.refused())
        .build();
  }

  @Override
  public void setMcpHandler(McpStatelessServerHandler handler) {
    this.handler = handler;
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }

  Reply answer(Message.Request request, Api api) {
    if (!METHODS.contains(request.method())) {
      String hint = Spelling.hint(request.method(), METHODS);
      String detail = "there is no method " + Spelling.quoted(request.method()) + hint;
      return Reply.error(request.id(), Reply.METHOD_NOT_FOUND, detail);
    }
    if (request.method().equals(Message.CALL)) {
      return tools
          .problem(request)
          .map(it -> Reply.error(request.id(), Reply.INVALID_PARAMS, it))
          .orElseGet(() -> ask(request, Map.of("name", request.tool().orElseThrow()), api));
    }
    return ask(request, ServerDescription.map(request.params()), api);
  }

  private Reply ask(Message.Request request, Map<String, Object> params, Api api) {
    JSONRPCRequest asked = new JSONRPCRequest(request.method(), 0, params);
    Invocation invocation = new Invocation(request.arguments(), api);
    try {
      JSONRPCResponse response =
          Objects.requireNonNull(handler).handleRequest(invocation.context(), asked).block();
      if (response != null && response.error() == null) {
        return Reply.result(request.id(), response.result());
      }
      log.debug("{} is answered with {}", request.method(), response);
    } catch (McpError | IllegalArgumentException e) {
      log.debug("{} is answered as unreadable", request.method(), e);
    }
    // What the SDK says of it names classes
    String detail = "the parameters of " + request.method() + " are not as the protocol has them";
    return Reply.error(request.id(), Reply.INVALID_PARAMS, detail);
  }
}
