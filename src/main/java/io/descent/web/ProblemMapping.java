package io.descent.web;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.MethodParameter;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Says what each exception means to the client. */
final class ProblemMapping {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private ProblemMapping() {}

  static ProblemException of(Exception thrown) {
    return switch (thrown) {
      case ProblemException e -> e;
      case NoResourceFoundException _, NoHandlerFoundException _, MissingPathVariableException _ ->
          nothingHere();
      case HttpRequestMethodNotSupportedException e ->
          ProblemException.of(
              ProblemKind.METHOD_NOT_ALLOWED, e.getMethod() + " is not possible here");
      case HttpMediaTypeNotSupportedException e -> unsupported(e);
      case HttpMediaTypeNotAcceptableException _ ->
          ProblemException.of(
              ProblemKind.NOT_ACCEPTABLE, "this cannot be given in a form that Accept names");
      case InvalidMediaTypeException e ->
          ProblemException.of(
              ProblemKind.UNSUPPORTED_MEDIA_TYPE,
              "the Content-Type " + Spelling.quoted(e.getMediaType()) + " is none");
      case InvalidParameterException _ ->
          ProblemException.of(ProblemKind.UNREADABLE, "the query string cannot be read");
      case MethodArgumentTypeMismatchException e -> mismatch(e);
      case MissingServletRequestParameterException e ->
          parameter(e.getParameterName(), "is missing");
      case HttpMessageNotReadableException e when timedOut(e) -> timeout();
      case SocketTimeoutException _ -> timeout();
      case ClientAbortException e when timedOut(e) -> timeout();
      case ClientAbortException _, BadRequestException _ ->
          ProblemException.of(
              ProblemKind.UNREADABLE, "the request's body broke off, or is framed wrongly");
      default -> DatabaseTrouble.in(thrown).orElseGet(() -> byStatus(thrown));
    };
  }

  static ProblemException nothingHere() {
    return ProblemException.of(ProblemKind.NOT_FOUND, "there is nothing at this address");
  }

  private static ProblemException unsupported(HttpMediaTypeNotSupportedException e) {
    String sent = e.getContentType() == null ? "no Content-Type" : e.getContentType().toString();
    return ProblemException.of(
        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
        "the body must be one of " + e.getSupportedMediaTypes() + ", and came with " + sent);
  }

  // What is no id in the path is the id of nothing
  private static ProblemException mismatch(MethodArgumentTypeMismatchException e) {
    if (e.getParameter().hasParameterAnnotation(PathVariable.class)) {
      return nothingHere();
    }
    return NestedExceptionUtils.getMostSpecificCause(e) instanceof ProblemException problem
        ? parameter(e.getName(), problem.detail())
        : parameter(e.getName(), "must be " + wanted(e.getParameter()));
  }

  /** Of an optional or a list what it holds. */
  private static String wanted(MethodParameter parameter) {
    ResolvableType whole = ResolvableType.forMethodParameter(parameter);
    Class<?> type = whole.hasGenerics() ? whole.resolveGeneric(0) : whole.resolve();
    if (type != null && type.isEnum()) {
      return "one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT);
    }
    String name = type == null ? "" : type.getSimpleName();
    return switch (name) {
      case "UUID" -> "an id";
      case "int", "long", "Integer", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      default -> "another value";
    };
  }

  private static ProblemException parameter(String name, String detail) {
    return ProblemException.fields(ProblemKind.UNREADABLE, List.of(new FieldError(name, detail)));
  }

  private static boolean timedOut(Exception e) {
    return e.getCause() instanceof SocketTimeoutException;
  }

  private static ProblemException timeout() {
    return ProblemException.of(
        ProblemKind.UPLOAD_TIMEOUT, "the request's body stood still too long");
  }

  private static ProblemException byStatus(Exception thrown) {
    if (thrown instanceof ErrorResponse response) {
      return ofStatus(response.getStatusCode());
    }
    return ofStatus(HttpStatusCode.valueOf(500));
  }

  /** What can be said where only a status is known. */
  static ProblemException ofStatus(HttpStatusCode status) {
    ProblemKind kind = ProblemKind.of(status);
    return switch (kind) {
      case NOT_FOUND -> nothingHere();
      case INTERNAL ->
          ProblemException.of(kind, "an error of the service, which is written in its log");
      case NOT_IMPLEMENTED ->
          ProblemException.of(
              kind,
              "this method, or this Transfer-Encoding, is not supported; send chunked or a length");
      case UNAVAILABLE ->
          ProblemException.unavailable("the service cannot answer now", RETRY_AFTER);
      default -> ProblemException.of(kind, kind.title());
    };
  }
}
