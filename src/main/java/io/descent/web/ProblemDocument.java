package io.descent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** A refusal as RFC 9457 has it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemDocument(
    String type, String title, int status, String detail, String instance, List<?> errors) {

  static ProblemDocument of(ProblemException problem, String instance) {
    ProblemKind kind = problem.kind();
    return new ProblemDocument(
        kind.type(),
        kind.title(),
        kind.status().value(),
        problem.detail(),
        instance,
        problem.errors());
  }

  byte[] bytes() {
    return JsonMapper.shared().writeValueAsBytes(this);
  }

  /**
   * Answers with the problem, whatever form the client would accept. Not for a response that has
   * begun.
   */
  static void write(ProblemException problem, String instance, HttpServletResponse response)
      throws IOException {
    if (ProtocolError.isFor(instance)) {
      byte[] body = ProtocolError.of(problem).bytes();
      write(problem, ProtocolError.status(problem), MediaType.APPLICATION_JSON, body, response);
    } else {
      byte[] body = of(problem, instance).bytes();
      MediaType form = MediaType.APPLICATION_PROBLEM_JSON;
      write(problem, problem.kind().status(), form, body, response);
    }
  }

  private static void write(
      ProblemException problem,
      HttpStatus status,
      MediaType form,
      byte[] body,
      HttpServletResponse response)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(form.toString());
    response.setContentLength(body.length);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    problem
        .retryAfter()
        .ifPresent(
            wait -> response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
    response.getOutputStream().write(body);
  }
}
