package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Writes a line of the log for each change that a client made: who, what, and where it is now. By
 * the status of the answer, for what only asks is answered 200 here, whatever its verb.
 */
final class ChangeLog implements HandlerInterceptor {

  private static final Logger log = LoggerFactory.getLogger(ChangeLog.class);

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception thrown) {
    if (thrown == null && changes(request.getMethod(), response.getStatus())) {
      log.info(
          "{} by {}: {} {}{}",
          response.getStatus(),
          Optional.ofNullable(request.getRemoteUser()).orElse("local"),
          request.getMethod(),
          request.getRequestURI(),
          Optional.ofNullable(response.getHeader(HttpHeaders.LOCATION))
              .map(" -> "::concat)
              .orElse(""));
    }
  }

  private static boolean changes(String method, int status) {
    return switch (method) {
      case "POST" ->
          status == HttpStatus.CREATED.value()
              || status == HttpStatus.ACCEPTED.value()
              || status == HttpStatus.NO_CONTENT.value();
      case "PUT", "PATCH", "DELETE" -> HttpStatus.valueOf(status).is2xxSuccessful();
      default -> false;
    };
  }
}
