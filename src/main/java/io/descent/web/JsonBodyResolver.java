package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controllers the JSON body, read strictly, or refuses the request. */
final class JsonBodyResolver implements HandlerMethodArgumentResolver {

  private final StrictJson json;
  private final Limits limits;

  JsonBodyResolver(StrictJson json, Limits limits) {
    this.json = json;
    this.limits = limits;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == JsonBody.class || type == JsonTokens.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders)
      throws IOException {
    HttpServletRequest request = (HttpServletRequest) web.getNativeRequest();
    requireJson(request);
    if (request.getContentLengthLong() > limits.json().toBytes()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the JSON body is larger than " + limits.json().toBytes() + " bytes");
    }
    return parameter.getParameterType() == JsonTokens.class
        ? new JsonTokens(json, request.getInputStream())
        : json.read(request.getInputStream());
  }

  private static void requireJson(HttpServletRequest request) {
    if (!isJson(request.getContentType())) {
      throw ProblemException.of(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json");
    }
    if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      throw ProblemException.of(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE, "a JSON body must come without Content-Encoding");
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    try {
      return contentType != null
          && MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType));
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }
}
