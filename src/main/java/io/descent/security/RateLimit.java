package io.descent.security;

import io.descent.web.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses with 429 what a key sends beyond its requests a second. */
final class RateLimit extends OncePerRequestFilter {

  private final RequestRate rate;
  private final HandlerExceptionResolver problems;

  RateLimit(RequestRate rate, HandlerExceptionResolver problems) {
    this.rate = rate;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      rate.take();
    } catch (ProblemException e) {
      problems.resolveException(request, response, null, e);
      return;
    }
    chain.doFilter(request, response);
  }
}
