package io.descent.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/**
 * Answers with a problem document what Tomcat refuses before any servlet sees it: a broken request
 * line, an address that cannot be decoded, too large a header.
 */
final class ProblemValve extends ErrorReportValve {
  private final ProblemWriter problems;

  ProblemValve(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      String path = String.valueOf(request.getRequestURI());
      write(problem(status, path), path.startsWith("/") ? path : "/", request, response);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      // The client is gone, or was answered by another
      container.getLogger().debug("an error could not be reported", e);
    }
  }

  // An address with such bytes is refused by Tomcat as broken; to the client it names nothing
  private static ProblemException problem(int status, String path) {
    boolean nothing = status == 400 && path.matches("(?i).*%(00|5c).*");
    return nothing
        ? ProblemMapping.nothingHere()
        : ProblemMapping.ofStatus(HttpStatusCode.valueOf(status));
  }

  private void write(ProblemException problem, String instance, Request request, Response response)
      throws IOException {
    if (request.getProtocol() == null || request.getProtocol().isEmpty()) {
      writeWithHead(problem, instance, response);
    } else {
      problems.write(problem, instance, response);
    }
  }

  // Tomcat takes a line without a version for HTTP/0.9, where an answer has no head: give it one
  private void writeWithHead(ProblemException problem, String instance, Response response)
      throws IOException {
    String head =
        "HTTP/1.1 %d \r\nContent-Type: %s\r\nConnection: close\r\n\r\n"
            .formatted(problem.kind().status().value(), MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(head.getBytes(US_ASCII));
    response.getOutputStream().write(problems.bare(problem, instance));
  }
}
