package io.descent.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns every exception of a request into a problem document. */
@RestControllerAdvice
class ProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final ProblemWriter problems;
  private final ObjectProvider<WriteTrouble> writes;

  ProblemAdvice(ProblemWriter problems, ObjectProvider<WriteTrouble> writes) {
    this.problems = problems;
    this.writes = writes;
  }

  @ExceptionHandler(Exception.class)
  void answer(Exception thrown, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null && response.isCommitted()) {
      // The container could not read the request's body, and has its own answer under way
      return;
    }
    if (response.isCommitted()) {
      // The client must see a broken answer, not a short one that looks whole
      throw thrown;
    }
    ProblemException problem = problem(thrown, request.getMethod());
    log(problem, thrown, request);
    response.reset();
    if (thrown instanceof HttpRequestMethodNotSupportedException error) {
      response.setHeader(HttpHeaders.ALLOW, allowed(error));
    } else if (thrown instanceof ErrorResponse error) {
      error
          .getHeaders()
          .forEach((name, values) -> values.forEach(it -> response.addHeader(name, it)));
    }
    problems.write(problem, request.getRequestURI(), response);
  }

  /** What is answered to GET is to HEAD. */
  private static String allowed(HttpRequestMethodNotSupportedException error) {
    Set<String> allowed = new TreeSet<>();
    Optional.ofNullable(error.getSupportedMethods()).map(List::of).ifPresent(allowed::addAll);
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return String.join(", ", allowed);
  }

  private ProblemException problem(Exception thrown, String method) {
    ProblemException problem = ProblemMapping.of(thrown);
    if (writes.stream().allMatch(it -> it.trouble().isEmpty())) {
      return problem;
    }
    return READS.contains(method)
        ? DatabaseTrouble.forReading(problem)
        : DatabaseTrouble.forWriting(problem);
  }

  /** The client is gone: nobody is there to be answered. */
  @ExceptionHandler(AsyncRequestNotUsableException.class)
  void gone() {}

  private static void log(ProblemException problem, Exception thrown, HttpServletRequest request) {
    String call = request.getMethod() + " " + request.getRequestURI();
    switch (problem.kind()) {
      case INTERNAL -> log.error("{} failed and is answered with 500", call, thrown);
      case UNAVAILABLE, DISK_FULL ->
          log.warn(
              RepeatedLines.DATABASE,
              "{} is answered with {}: {}",
              call,
              problem.kind(),
              thrown.toString());
      case UNREADABLE,
          UNAUTHORIZED,
          FORBIDDEN,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          UPLOAD_TIMEOUT,
          CONFLICT,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          RANGE_NOT_SATISFIABLE,
          INVALID,
          INVALID_FILE,
          TOO_MANY,
          NOT_IMPLEMENTED ->
          log.debug("{} is answered with {}: {}", call, problem.kind(), problem.detail());
    }
  }
}
