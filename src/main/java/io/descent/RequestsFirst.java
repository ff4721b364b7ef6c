package io.descent;

import io.descent.engine.KernelChoice;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets the warm-up of the kernels wait while a request of a process just started is answered: both
 * want the compiler, and what the warm-up allocates stops everybody each few milliseconds.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestsFirst extends OncePerRequestFilter {

  /** Streams of events stay open; what they begin with is in a hurry by itself. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return KernelChoice.isSettled() || request.getRequestURI().endsWith("/events");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try (KernelChoice.Hurry _ = KernelChoice.brief()) {
      chain.doFilter(request, response);
    }
  }
}
