package io.descent.mcp;

import io.descent.security.AuditTrail;
import io.descent.web.Limits;
import io.descent.web.RequestMemory;
import io.modelcontextprotocol.spec.HttpHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Answers each request in the version of the protocol that it is made in. */
final class Conversation {

  private final Protocol2025 of2025;
  private final Protocol2026 of2026;
  private final AuditTrail trail;
  private final Limits limits;

  Conversation(AuditTrail trail, Limits limits, ServerDescription server) {
    Tools tools = new Tools(limits);
    this.of2025 = new Protocol2025(tools, server);
    this.of2026 = new Protocol2026(tools, server);
    this.trail = trail;
    this.limits = limits;
  }

  Reply answer(
      Message.Request asked,
      HttpServletRequest request,
      HttpServletResponse response,
      RequestMemory.Taken memory) {
    Api api = new Api(request, response, memory, trail, limits.agentAnswer());
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
    return Reply.error(asked.id(), Reply.INVALID_REQUEST, detail).as(HttpStatus.BAD_REQUEST);
  }
}
