package io.descent.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Answers with a refusal: a problem document, unless the address has another form. */
@Component
final class ProblemWriter implements MeterBinder {
  private final List<RefusalForm> forms;
  private final ObjectProvider<MeterRegistry> meters;

  /**
   * @param meters asked for with the first refusal: the container is made before them
   */
  ProblemWriter(ObjectProvider<RefusalForm> forms, ObjectProvider<MeterRegistry> meters) {
    this.forms = forms.orderedStream().toList();
    this.meters = meters;
  }

  /** Writes whatever form the client would accept. Not for a response that has begun. */
  void write(ProblemException problem, String path, HttpServletResponse response)
      throws IOException {
    String requestId = RequestId.current();
    response.setHeader(RequestId.HEADER, requestId);
    count(problem.kind());
    for (RefusalForm form : forms) {
      if (form.isFor(path)) {
        MediaType json = MediaType.APPLICATION_JSON;
        write(problem, form.status(problem), json, form.body(problem), response);
        return;
      }
    }
    byte[] body = ProblemDocument.of(problem, path, requestId).bytes();
    HttpStatus status = problem.kind().status();
    write(problem, status, MediaType.APPLICATION_PROBLEM_JSON, body, response);
  }

  /** Refuses a client that spoke HTTP without heads, where an answer is its body alone. */
  byte[] bare(ProblemException problem, String path) {
    count(problem.kind());
    return ProblemDocument.of(problem, path, RequestId.current()).bytes();
  }

  /** Those that never happened are there too, so that the first one is seen as a change. */
  @Override
  public void bindTo(MeterRegistry registry) {
    Arrays.stream(ProblemKind.values()).forEach(kind -> counter(kind, registry));
  }

  private static Counter counter(ProblemKind kind, MeterRegistry registry) {
    return Counter.builder("descent.refusals")
        .description("Requests that were refused")
        .tag("kind", kind.wire())
        .register(registry);
  }

  private void count(ProblemKind kind) {
    meters.ifAvailable(registry -> counter(kind, registry).increment());
  }

  private static void write(
      ProblemException problem,
      HttpStatus status,
      MediaType type,
      byte[] body,
      HttpServletResponse response)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(type.toString());
    response.setContentLength(body.length);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (status == HttpStatus.UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    problem
        .retryAfter()
        .ifPresent(
            wait -> response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
    problem
        .size()
        .ifPresent(size -> response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size));
    response.getOutputStream().write(body);
  }
}
