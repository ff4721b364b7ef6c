package io.descent.web;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads the {@code Idempotency-Key} header: 1 to 255 visible ASCII characters, once. */
final class IdempotencyKeyResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == IdempotencyKey.class;
  }

  @Override
  public IdempotencyKey resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    String @Nullable [] values = web.getHeaderValues(IdempotencyKey.HEADER);
    if (values == null || values.length == 0) {
      return IdempotencyKey.NONE;
    }
    if (values.length > 1 || !values[0].matches("[!-~]{1," + IdempotencyKey.LONGEST + "}")) {
      FieldError error =
          new FieldError(
              IdempotencyKey.HEADER,
              "must be 1 to " + IdempotencyKey.LONGEST + " visible ASCII characters, given once");
      throw ProblemException.fields(ProblemKind.UNREADABLE, List.of(error));
    }
    return new IdempotencyKey(Optional.of(values[0]));
  }
}
