package io.descent.security;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses what a foreign page or a foreign name sends, whatever the verb. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class SameOriginFilter extends OncePerRequestFilter {

  private final SecuritySettings settings;
  private final HandlerExceptionResolver problems;

  SameOriginFilter(
      SecuritySettings settings,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    this.settings = settings;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> foreign = RequestOrigin.of(request).foreign(settings.hosts());
    if (foreign.isPresent()) {
      ProblemException refusal = ProblemException.of(ProblemKind.FORBIDDEN, foreign.get());
      problems.resolveException(request, response, null, refusal);
      return;
    }
    chain.doFilter(request, response);
  }
}
