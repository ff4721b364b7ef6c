package io.descent.mcp;

import io.descent.security.AuditTrail;
import io.descent.security.RequestRate;
import io.descent.web.Limits;
import io.descent.web.RequestMemory;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.ProtocolVersions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Answers each request in the version of the protocol that it is made in. */
final class Conversation {

  /** The one version that has batches, and no header yet that names it. */
  private static final String WITH_BATCHES = ProtocolVersions.MCP_2025_03_26;

  private final Protocol2025 of2025;
  private final Protocol2026 of2026;
  private final AuditTrail trail;
  private final RequestRate rate;
  private final Limits limits;

  Conversation(AuditTrail trail, RequestRate rate, Limits limits, ServerDescription server) {
    Tools tools = new Tools(limits);
    this.of2025 = new Protocol2025(tools, server);
    this.of2026 = new Protocol2026(tools, server);
    this.trail = trail;
    this.rate = rate;
    this.limits = limits;
  }

  /** Nothing for notifications. */
  Optional<Reply> answer(
      JsonNode body,
      HttpServletRequest request,
      HttpServletResponse response,
      RequestMemory.Taken memory) {
    Optional<Reply> refusal = body.isArray() ? refusal(body, request) : Optional.empty();
    if (refusal.isPresent()) {
      return refusal;
    }
    int messages = body.isArray() ? body.size() : 1;
    rate.takeBeside(messages - 1);
    DataSize longest = DataSize.ofBytes(limits.agentAnswer().toBytes() / messages);
    Api api = new Api(request, response, memory, trail, longest);
    return body.isArray() ? all(body, api) : one(body, asked -> answer(asked, request, api));
  }

  private static Optional<Reply> refusal(JsonNode batch, HttpServletRequest request) {
    String version = request.getHeader(HttpHeaders.PROTOCOL_VERSION);
    if (version != null && !version.equals(WITH_BATCHES)) {
      return refused("send one message at a time: only " + WITH_BATCHES + " has batches");
    }
    if (batch.isEmpty() || batch.size() > Limits.AGENT_MESSAGES) {
      return refused(
          "a batch has 1 to %d messages, this one has %d"
              .formatted(Limits.AGENT_MESSAGES, batch.size()));
    }
    return Optional.empty();
  }

  private static Optional<Reply> refused(String detail) {
    return Optional.of(Reply.invalid(JsonNodeFactory.instance.nullNode(), detail));
  }

  private Optional<Reply> all(JsonNode batch, Api api) {
    List<Reply> replies =
        batch.values().stream()
            .flatMap(it -> one(it, asked -> batched(asked, api)).stream())
            .toList();
    return replies.isEmpty() ? Optional.empty() : Optional.of(Reply.all(replies));
  }

  private static Optional<Reply> one(JsonNode body, Function<Message.Request, Reply> answer) {
    return switch (Message.of(body)) {
      case Message.Notification() -> Optional.empty();
      case Message.Malformed(JsonNode id, String detail) -> Optional.of(Reply.invalid(id, detail));
      case Message.Request asked -> Optional.of(answer.apply(asked));
    };
  }

  private Reply batched(Message.Request asked, Api api) {
    boolean alone =
        asked.method().equals(Protocol2025.INITIALIZE) || Protocol2026.isSpoken(asked, null);
    return alone
        ? Reply.invalid(asked.id(), "this message does not come in a batch")
        : of2025.answer(asked, api);
  }

  private Reply answer(Message.Request asked, HttpServletRequest request, Api api) {
    String version = request.getHeader(HttpHeaders.PROTOCOL_VERSION);
    if (Protocol2026.isSpoken(asked, version)) {
      return of2026.answer(asked, request, api);
    }
    boolean begins = asked.method().equals(Protocol2025.INITIALIZE);
    boolean known = version == null || of2025.protocolVersions().contains(version);
    return begins || known ? of2025.answer(asked, api) : unsupported(asked);
  }

  private Reply unsupported(Message.Request asked) {
    List<String> versions = new ArrayList<>(of2025.protocolVersions());
    versions.add(Protocol2026.VERSION);
    String detail = HttpHeaders.PROTOCOL_VERSION + " must be one of " + String.join(", ", versions);
    return Reply.invalid(asked.id(), detail);
  }
}
