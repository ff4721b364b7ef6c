package io.descent.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a query parameter that the operation does not have, or that is given twice. Known are the
 * handler method's {@link RequestParam}s (with a name of their own or their parameter's), those of
 * a {@link PageRequest}; with {@link QueryParameters} it checks its own.
 */
final class KnownParameters implements HandlerInterceptor {

  private static final String OURS = "io.descent.";

  private final Map<HandlerMethod, Map<String, Boolean>> known = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    // What failed before comes again with its query, to be told why it failed
    if (request.getDispatcherType() != DispatcherType.ERROR
        && handler instanceof HandlerMethod method
        && method.getBeanType().getName().startsWith(OURS)
        && !method.hasMethodAnnotation(QueryParameters.class)) {
      check(Query.parse(request.getQueryString()), known(method));
    }
    return true;
  }

  private static void check(Query query, Map<String, Boolean> known) {
    Problems problems = new Problems();
    query.values().forEach((name, values) -> check(name, values, known, problems));
    problems.throwIfAny();
  }

  private static void check(
      String name, List<String> values, Map<String, Boolean> known, Problems problems) {
    if (!known.containsKey(name)) {
      String hint = known.isEmpty() ? "; there are none here" : Spelling.hint(name, known.keySet());
      problems.unreadable(name, "unknown query parameter" + hint);
    } else if (values.size() > 1 && !known.get(name)) {
      problems.unreadable(name, "given " + values.size() + " times, and may be given once");
    }
  }

  private Map<String, Boolean> known(HandlerMethod method) {
    return known.computeIfAbsent(method, KnownParameters::read);
  }

  /** Each parameter's name, and whether it may be repeated. */
  private static Map<String, Boolean> read(HandlerMethod method) {
    Map<String, Boolean> names = new HashMap<>();
    for (MethodParameter parameter : method.getMethodParameters()) {
      if (parameter.getParameterType() == PageRequest.class) {
        names.put(PageRequest.LIMIT, false);
        names.put(PageRequest.CURSOR, false);
      }
      if (parameter.getParameterType() == TagFilter.class) {
        names.put(TagFilter.TAG, true);
      }
      RequestParam param = parameter.getParameterAnnotation(RequestParam.class);
      if (param != null) {
        names.put(name(param, parameter), repeatable(parameter.getParameterType()));
      }
    }
    return names;
  }

  private static String name(RequestParam param, MethodParameter parameter) {
    return param.name().isEmpty() ? parameter.getParameter().getName() : param.name();
  }

  private static boolean repeatable(Class<?> type) {
    return type.isArray() || Collection.class.isAssignableFrom(type);
  }
}
