package io.descent.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Looks at each request once it was answered, whoever answered it. */
final class AuditFilter extends OncePerRequestFilter {

  private final AuditTrail trail;
  private final Caller other;

  /**
   * @param other who sends what comes without a key
   */
  AuditFilter(AuditTrail trail, Caller other) {
    this.trail = trail;
    this.other = other;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    Caller caller = Caller.current();
    trail.answered(caller.equals(Caller.NOBODY) ? other : caller, request, response);
  }
}
