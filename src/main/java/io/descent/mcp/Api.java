package io.descent.mcp;

import io.descent.security.Access;
import io.descent.security.AuditTrail;
import io.descent.security.Caller;
import io.descent.security.Scope;
import io.descent.web.ProblemException;
import io.descent.web.RequestMemory;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations of the API, called within a request as its sender: each checks, allows, counts and
 * records what it does as if it had come by itself.
 */
final class Api {

  private static final String OPERATIONS =
      DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME;

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final RequestMemory.Taken memory;
  private final AuditTrail trail;
  private final DataSize longest;

  /**
   * @param memory what the answers are added to
   * @param longest bytes of an answer
   */
  Api(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestMemory.Taken memory,
      AuditTrail trail,
      DataSize longest) {
    this.request = request;
    this.response = response;
    this.memory = memory;
    this.trail = trail;
    this.longest = longest;
  }

  /** What the operation answers; refused with its problem document where it refuses. */
  ObjectNode call(Call call) {
    ApiRequest asked = new ApiRequest(request, call);
    ApiResponse answer = new ApiResponse(response, longest, memory);
    try {
      operations().include(asked, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
    trail.answered(Caller.current(), asked, answer);
    JsonNode document = JsonMapper.shared().readTree(answer.bytes());
    if (answer.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
      throw new Refusal(document);
    }
    return (ObjectNode) document;
  }

  /** Refuses who has not all these scopes, before anything is called. */
  void require(Set<Scope> scopes, String tool) {
    try {
      scopes.stream().sorted().forEach(it -> Access.require(Caller.current(), it));
    } catch (ProblemException e) {
      trail.refused(Caller.current(), Message.CALL + " " + tool);
      throw e;
    }
  }

  // By its name, so that the servlet takes the address from the request that it is given
  private RequestDispatcher operations() {
    return Objects.requireNonNull(request.getServletContext().getNamedDispatcher(OPERATIONS));
  }

  /** The address of the service, as its caller knows it. */
  String address() {
    return ApiRequest.address(request);
  }
}
