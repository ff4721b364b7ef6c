package io.descent.security;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses what a foreign page or a foreign name sends, whatever the verb. */
final class SameOriginFilter extends OncePerRequestFilter {

  private final List<HostPattern> hosts;
  private final boolean keys;
  private final HandlerExceptionResolver problems;

  /**
   * @param keys whether callers need keys, so that a foreign name leads nobody here unasked
   */
  SameOriginFilter(List<HostPattern> hosts, boolean keys, HandlerExceptionResolver problems) {
    this.hosts = hosts;
    this.keys = keys;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> foreign = RequestOrigin.of(request).foreign(hosts, keys);
    if (foreign.isPresent()) {
      ProblemException refusal = ProblemException.of(ProblemKind.FORBIDDEN, foreign.get());
      problems.resolveException(request, response, null, refusal);
      return;
    }
    chain.doFilter(request, response);
  }
}
