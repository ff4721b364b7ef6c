package io.descent.security;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.core.env.Environment;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.ParameterizableViewController;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Decides what a caller needs for each address: nothing for those listed here, a scope for all
 * else. What nobody decided about is answered to nobody.
 */
@Component
public class Access {

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** Health, the page's files, the console and the OpenAPI document: they show no data. */
  private static final List<PathPattern> OPEN =
      List.of(
          pattern("/"),
          pattern("/index.html"),
          pattern("/favicon.svg"),
          pattern("/page/**"),
          pattern("/webjars/**"),
          pattern("/swagger-ui.html"),
          pattern("/swagger-ui/**"),
          pattern("/v3/api-docs"),
          pattern("/v3/api-docs.yaml"),
          pattern("/v3/api-docs/swagger-config"),
          pattern("/actuator/health"),
          pattern("/actuator/health/**"));

  private static final String ACTUATOR = "/actuator/";

  private final boolean keys;

  Access(SecuritySettings settings, Environment environment) {
    keys = settings.asksForKeys(environment.getProperty("server.address", "0.0.0.0"));
  }

  /** Whether callers need keys. */
  boolean byKeys() {
    return keys;
  }

  /** Whether a request may go on without a key. */
  boolean isOpen(HttpServletRequest request) {
    return !keys || (READING.contains(request.getMethod()) && isOpen(request.getRequestURI()));
  }

  private static boolean isOpen(String path) {
    PathContainer parsed = PathContainer.parsePath(path);
    return OPEN.stream().anyMatch(it -> it.matches(parsed));
  }

  /** What is needed of whoever calls a handler. */
  sealed interface Decision {
    record Nothing() implements Decision {}

    record Needs(Scope scope) implements Decision {}

    /** An open address that gives nothing in a form which the client takes. */
    record NoSuchForm() implements Decision {}

    record Undecided() implements Decision {}
  }

  /**
   * @param pattern the address that the handler is mapped to
   */
  static Decision decide(Object handler, String pattern) {
    return switch (handler) {
      case ResourceHttpRequestHandler _, ParameterizableViewController _ -> new Decision.Nothing();
      case HandlerMethod method -> decide(method, pattern);
      default -> isOpen(pattern) ? new Decision.NoSuchForm() : new Decision.Undecided();
    };
  }

  private static Decision decide(HandlerMethod method, String pattern) {
    Optional<Scope> scope = scope(method);
    if (scope.isPresent()) {
      return new Decision.Needs(scope.get());
    }
    // Where the container sends what was refused or failed before
    if (ErrorController.class.isAssignableFrom(method.getBeanType()) || isOpen(pattern)) {
      return new Decision.Nothing();
    }
    return pattern.startsWith(ACTUATOR)
        ? new Decision.Needs(Scope.ADMIN)
        : new Decision.Undecided();
  }

  static Optional<Scope> scope(HandlerMethod method) {
    return Optional.ofNullable(method.getMethodAnnotation(RequiresScope.class))
        .map(RequiresScope::value);
  }

  /** Refuses a caller without the scope, with 401 where they are nobody and 403 else. */
  public static void require(Caller caller, Scope scope) {
    if (caller.may(scope)) {
      return;
    }
    throw caller.equals(Caller.NOBODY)
        ? ProblemException.of(
            ProblemKind.UNAUTHORIZED, "send a key: Authorization: Bearer descent_…")
        : ProblemException.of(ProblemKind.FORBIDDEN, "this key has not the scope " + scope.wire());
  }

  private static PathPattern pattern(String text) {
    return PathPatternParser.defaultInstance.parse(text);
  }
}
