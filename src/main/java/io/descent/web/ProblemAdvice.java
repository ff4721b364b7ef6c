package io.descent.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns every exception of a request into a problem document. */
@RestControllerAdvice
class ProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemWriter problems;

  ProblemAdvice(ProblemWriter problems) {
    this.problems = problems;
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
    ProblemException problem = ProblemMapping.of(thrown);
    log(problem, thrown, request);
    response.reset();
    if (thrown instanceof ErrorResponse error) {
      error
          .getHeaders()
          .forEach((name, values) -> values.forEach(it -> response.addHeader(name, it)));
    }
    problems.write(problem, request.getRequestURI(), response);
  }

  /** The client is gone: nobody is there to be answered. */
  @ExceptionHandler(AsyncRequestNotUsableException.class)
  void gone() {}

  private static void log(ProblemException problem, Exception thrown, HttpServletRequest request) {
    String call = request.getMethod() + " " + request.getRequestURI();
    switch (problem.kind()) {
      case INTERNAL -> log.error("{} failed and is answered with 500", call, thrown);
      case UNAVAILABLE, DISK_FULL ->
          log.warn("{} is answered with {}: {}", call, problem.kind(), thrown.toString());
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
          INVALID,
          INVALID_FILE,
          TOO_MANY,
          NOT_IMPLEMENTED ->
          log.debug("{} is answered with {}: {}", call, problem.kind(), problem.detail());
    }
  }
}
