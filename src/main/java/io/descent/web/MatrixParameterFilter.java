package io.descent.web;

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
 * Refuses path parameters ({@code ;x=1}), which Spring would ignore: each thing has one address.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class MatrixParameterFilter extends OncePerRequestFilter {
  private final ProblemWriter problems;

  MatrixParameterFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getRequestURI().indexOf(';') >= 0) {
      problems.write(ProblemMapping.nothingHere(), request.getRequestURI(), response);
      return;
    }
    chain.doFilter(request, response);
  }
}
