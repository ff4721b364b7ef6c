package io.descent.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request an id, by which it is found in the log, its answer and its problem document:
 * the client's own {@code X-Request-Id} where that is short and plain, else a new one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestId extends OncePerRequestFilter {

  static final String HEADER = "X-Request-Id";

  /** Its name in the context of log lines, and in problem documents. */
  static final String NAME = "request_id";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:=+/-]{1,64}");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = of(request);
    request.setAttribute(HEADER, id);
    response.setHeader(HEADER, id);
    MDC.put(NAME, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(NAME);
    }
  }

  /** An error that is answered in a second dispatch keeps the id of the first. */
  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  private static String of(HttpServletRequest request) {
    if (request.getAttribute(HEADER) instanceof String given) {
      return given;
    }
    return Optional.ofNullable(request.getHeader(HEADER))
        .filter(sent -> PLAIN.matcher(sent).matches())
        .orElseGet(RequestId::made);
  }

  /** The id of the request that this thread serves; a new one where the container refused it. */
  static String current() {
    return Optional.ofNullable(MDC.get(NAME)).orElseGet(RequestId::made);
  }

  private static String made() {
    return UUID.randomUUID().toString();
  }
}
