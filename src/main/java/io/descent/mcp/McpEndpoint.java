package io.descent.mcp;

import io.descent.security.AuditTrail;
import io.descent.security.RequestRate;
import io.descent.web.Build;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import io.descent.web.StrictJson;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The Model Context Protocol over HTTP without sessions: each POST holds one message, or in the
 * oldest version a list of them, and is answered by JSON at once. What is wrong with the request is
 * answered as everywhere, what is wrong with its message as JSON-RPC has it.
 */
@Component(McpEndpoint.NAME)
final class McpEndpoint implements HttpRequestHandler {

  /** Of the bean, and of the servlet that calls it. */
  static final String NAME = "mcp";

  static final String PATH = "/mcp";

  private static final String POST = "POST";

  private final StrictJson json;
  private final RequestMemory memory;
  private final HandlerExceptionResolver problems;
  private final SingletonSupplier<Conversation> conversation;

  McpEndpoint(
      StrictJson json,
      RequestMemory memory,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems,
      AuditTrail trail,
      RequestRate rate,
      Limits limits,
      Build build) {
    this.json = json;
    this.memory = memory;
    this.problems = problems;
    // With the first request: many services never have one
    this.conversation =
        SingletonSupplier.of(
            () -> new Conversation(trail, rate, limits, new ServerDescription(build.version())));
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response) {
    try {
      switch (request.getMethod()) {
        case POST -> post(request, response);
        case "OPTIONS" -> response.setHeader(HttpHeaders.ALLOW, "POST,OPTIONS");
        case String other -> throw new HttpRequestMethodNotSupportedException(other, List.of(POST));
      }
    } catch (IOException | ServletException | RuntimeException e) {
      problems.resolveException(request, response, null, e);
    }
  }

  private void post(HttpServletRequest request, HttpServletResponse response)
      throws IOException, HttpMediaTypeNotAcceptableException {
    check(request);
    try (RequestMemory.Taken taken = memory.begin()) {
      Optional<Reply> reply = reply(request, response, taken);
      response.setStatus(reply.map(Reply::status).orElse(HttpStatus.ACCEPTED).value());
      if (reply.isPresent()) {
        byte[] body = JsonMapper.shared().writeValueAsBytes(reply.get().body());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
      }
    }
  }

  private static void check(HttpServletRequest request) throws HttpMediaTypeNotAcceptableException {
    if (request.getQueryString() != null) {
      throw ProblemException.fields(
          ProblemKind.UNREADABLE,
          List.of(new FieldError("", "there are no query parameters here")));
    }
    List<MediaType> accepted =
        new HeaderContentNegotiationStrategy().resolveMediaTypes(new ServletWebRequest(request));
    if (accepted.stream().noneMatch(it -> it.includes(MediaType.APPLICATION_JSON))) {
      throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
    }
  }

  /** Nothing for notifications. */
  private Optional<Reply> reply(
      HttpServletRequest request, HttpServletResponse response, RequestMemory.Taken taken)
      throws IOException {
    JsonNode body;
    try {
      body = json.body(request, taken).node();
    } catch (ProblemException e) {
      if (e.kind() != ProblemKind.UNREADABLE) {
        throw e;
      }
      return Optional.of(
          Reply.error(JsonNodeFactory.instance.nullNode(), Reply.PARSE_ERROR, e.detail())
              .as(HttpStatus.BAD_REQUEST));
    }
    return conversation.obtain().answer(body, request, response, taken);
  }
}
