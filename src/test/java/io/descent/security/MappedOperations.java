package io.descent.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** All that a service answers to: its own operations, and those of the libraries in it. */
final class MappedOperations {

  /** One verb at one address, and what is decided about it. */
  record Mapped(String verb, String pattern, Access.Decision decision) {

    /** Its address with something for each name in it. */
    String path(String value) {
      return pattern.replaceAll("\\{[^}]+}", value);
    }

    boolean needsAScope() {
      return decision instanceof Access.Decision.Needs;
    }

    boolean changes() {
      return !verb.equals("GET");
    }
  }

  private MappedOperations() {}

  static Stream<Mapped> of(ApplicationContext context) {
    List<Mapped> all = new ArrayList<>();
    for (RequestMappingInfoHandlerMapping mapping :
        context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
      for (Map.Entry<RequestMappingInfo, HandlerMethod> entry :
          mapping.getHandlerMethods().entrySet()) {
        Set<RequestMethod> verbs = entry.getKey().getMethodsCondition().getMethods();
        for (String pattern : entry.getKey().getPatternValues()) {
          Access.Decision decision = Access.decide(entry.getValue(), pattern);
          String verb = verbs.isEmpty() ? "GET" : verbs.iterator().next().name();
          all.add(new Mapped(verb, pattern, decision));
        }
      }
    }
    return all.stream();
  }
}
