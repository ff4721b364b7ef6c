package io.descent.mcp;

import io.descent.security.Caller;
import io.modelcontextprotocol.modern.JsonRpc.JSONRPCRequest;
import io.modelcontextprotocol.modern.JsonRpc.JSONRPCResponse;
import io.modelcontextprotocol.modern.McpHttp;
import io.modelcontextprotocol.modern.McpSchema;
import io.modelcontextprotocol.modern.McpSchema.CacheScope;
import io.modelcontextprotocol.modern.McpSchema.ErrorCodes;
import io.modelcontextprotocol.modern.server.McpRequestContext;
import io.modelcontextprotocol.modern.server.McpServer;
import io.modelcontextprotocol.modern.server.McpSyncResponse;
import io.modelcontextprotocol.modern.server.McpTransportResponse;
import io.modelcontextprotocol.modern.server.feature.McpSyncTool;
import io.modelcontextprotocol.modern.server.feature.McpSyncToolRepository;
import io.modelcontextprotocol.modern.server.feature.ToolsFeature;
import io.modelcontextprotocol.modern.server.feature.ToolsPage;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The protocol of July 2026, in which each request says for itself what a session began with
 * before: the version and the client, in {@code _meta}.
 */
final class Protocol2026 {

  static final String VERSION = McpSchema.LATEST_PROTOCOL_VERSION;

  /** Codes that have a status of their own; all others go with 200. */
  private static final Map<Integer, HttpStatus> STATUSES =
      Map.of(
          ErrorCodes.INVALID_PARAMS, HttpStatus.BAD_REQUEST,
          ErrorCodes.METHOD_NOT_FOUND, HttpStatus.NOT_FOUND,
          ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION, HttpStatus.BAD_REQUEST,
          ErrorCodes.MISSING_REQUIRED_CLIENT_CAPABILITY, HttpStatus.BAD_REQUEST);

  private final McpServer server;

  Protocol2026(Tools tools, ServerDescription description) {
    server =
        McpServer.builder()
            .serverInfo(
                McpSchema.Implementation.builder(ServerDescription.NAME, description.version())
                    .title(ServerDescription.TITLE)
                    .build())
            .instructions(ServerDescription.INSTRUCTIONS)
            .jsonMapper(ServerDescription.mapper())
            .feature(
                ToolsFeature.ofSync(
                    new Repository(tools),
                    ServerDescription.mapper(),
                    ServerDescription.trusting(),
                    0,
                    CacheScope.PRIVATE))
            .build();
  }

  /** Whether a request is made in this version. */
  static boolean isSpoken(Message.Request request, @Nullable String header) {
    return VERSION.equals(header)
        || request.method().equals(McpSchema.METHOD_SERVER_DISCOVER)
        || !request.meta(McpSchema.MetaKeys.PROTOCOL_VERSION).isMissingNode();
  }

  Reply answer(Message.Request request, HttpServletRequest http, Api api) {
    return mismatch(request, http)
        .map(it -> Reply.error(request.id(), ErrorCodes.HEADER_MISMATCH, it))
        .map(it -> it.as(HttpStatus.BAD_REQUEST))
        .orElseGet(() -> answer(request, api));
  }

  /** Proxies may go by the headers, which must say what the message says. */
  private static Optional<String> mismatch(Message.Request request, HttpServletRequest http) {
    String version = request.meta(McpSchema.MetaKeys.PROTOCOL_VERSION).asString("");
    String tool = request.method().equals(Message.CALL) ? request.tool().orElse("") : "";
    return Stream.of(
            new Mirrored(McpHttp.Headers.MCP_PROTOCOL_VERSION, version),
            new Mirrored(McpHttp.Headers.MCP_METHOD, request.method()),
            new Mirrored(McpHttp.Headers.MCP_NAME, tool))
        .filter(it -> it.isOther(http.getHeader(it.header())))
        .map(it -> it.header() + " is not what the message says")
        .findFirst();
  }

  private record Mirrored(String header, String value) {

    /** What is not in ASCII comes encoded, and is the name of no tool. */
    boolean isOther(@Nullable String sent) {
      return sent != null && !value.isEmpty() && !sent.equals(value) && !sent.startsWith("=?");
    }
  }

  private Reply answer(Message.Request request, Api api) {
    JSONRPCRequest asked =
        new JSONRPCRequest(request.method(), 0, ServerDescription.map(request.params()));
    Invocation invocation = new Invocation(request.arguments(), api);
    McpTransportResponse answer = server.handleBlocking(invocation.context(), asked).block();
    return switch (answer) {
      case McpTransportResponse.Result it -> Reply.result(request.id(), it.response().result());
      case McpTransportResponse.Error it -> error(request, it.response());
      case null, default -> throw new IllegalStateException("a tool was answered by a stream");
    };
  }

  private static Reply error(Message.Request request, JSONRPCResponse response) {
    JSONRPCResponse.JSONRPCError error = Objects.requireNonNull(response.error());
    Reply reply = Reply.error(request.id(), error.code(), error.message());
    if (error.data() != null) {
      reply.body().withObject("error").putPOJO("data", error.data());
    }
    return reply.as(STATUSES.getOrDefault(error.code(), HttpStatus.OK));
  }

  private static final class Repository implements McpSyncToolRepository {

    private final Tools tools;
    private final Map<String, McpSyncTool> all;

    Repository(Tools tools) {
      this.tools = tools;
      this.all = tools.all().stream().collect(Collectors.toMap(Tool::name, Repository::tool));
    }

    private static McpSyncTool tool(Tool tool) {
      return McpSyncTool.of(
          described(tool),
          (context, _) ->
              McpSyncResponse.result(result(Invocation.of(context.transportContext()).call(tool))));
    }

    private static McpSchema.Tool described(Tool tool) {
      return McpSchema.Tool.builder(tool.name(), ServerDescription.map(tool.input()))
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
    }

    private static McpSchema.CallToolResult result(ToolResult result) {
      return McpSchema.CallToolResult.builder()
          .structuredContent(result.structured())
          .addContent(McpSchema.TextContent.builder(result.text()).build())
          .isError(result.refused())
          .build();
    }

    @Override
    public ToolsPage list(McpRequestContext context, @Nullable String cursor) {
      return ToolsPage.of(
          tools.of(Caller.current()).stream()
              .map(it -> Objects.requireNonNull(all.get(it.name())).definition())
              .toList());
    }

    @Override
    public @Nullable McpSyncTool find(McpRequestContext context, String name) {
      return all.get(name);
    }
  }
}
