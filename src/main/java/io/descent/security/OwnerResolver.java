package io.descent.security;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Whose request it is: without keys, everybody's on this machine. */
final class OwnerResolver implements HandlerMethodArgumentResolver {

  OwnerResolver() {
    // It comes from the caller's key, and is no parameter of any operation
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Owner.class);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Owner.class;
  }

  @Override
  public Owner resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    return Owner.LOCAL;
  }
}
