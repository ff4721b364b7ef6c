package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Lets handler methods take an argument of one type, which is made from the whole request. */
public final class RequestArgument<T> implements HandlerMethodArgumentResolver {
  private final Class<T> type;
  private final Source<T> source;

  /** Makes the argument, or refuses the request. */
  public interface Source<T> {
    T of(HttpServletRequest request) throws Exception;
  }

  public RequestArgument(Class<T> type, Source<T> source) {
    this.type = type;
    this.source = source;
    // It is no parameter of an operation
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(type);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == type;
  }

  @Override
  public T resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders)
      throws Exception {
    return source.of((HttpServletRequest) web.getNativeRequest());
  }
}
