package io.descent.security;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Lets a request through to its handler if its sender has the scope that the handler needs. */
final class ScopeInterceptor implements HandlerInterceptor {

  private static final String DECIDED = ScopeInterceptor.class.getName();

  private final Supplier<HandlerExceptionResolver> problems;

  /**
   * @param problems asked for with a request: they are made after the interceptors
   */
  ScopeInterceptor(Supplier<HandlerExceptionResolver> problems) {
    this.problems = problems;
  }

  /** The scope that a request needed, once its handler was found. */
  static Optional<Scope> decided(HttpServletRequest request) {
    return request.getAttribute(DECIDED) instanceof Scope scope
        ? Optional.of(scope)
        : Optional.empty();
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    switch (Access.decide(handler, String.valueOf(pattern))) {
      case Access.Decision.Nothing() -> {}
      case Access.Decision.Needs(Scope scope) -> {
        request.setAttribute(DECIDED, scope);
        Access.require(Caller.current(), scope);
      }
      case Access.Decision.NoSuchForm() -> {
        // Thrown, it would find nobody who knows this handler
        Exception refusal = new HttpMediaTypeNotAcceptableException(List.of(MediaType.TEXT_HTML));
        problems.get().resolveException(request, response, null, refusal);
        return false;
      }
      case Access.Decision.Undecided() -> requireOptions(request);
    }
    return true;
  }

  /** Spring's own answer of which verbs there are, which goes to whoever may call at all. */
  private static void requireOptions(HttpServletRequest request) {
    if (!request.getMethod().equals(HttpMethod.OPTIONS.name())) {
      throw ProblemException.of(
          ProblemKind.FORBIDDEN, "nobody has said which scope this operation needs");
    }
  }
}
