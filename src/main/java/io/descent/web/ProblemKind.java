package io.descent.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** The kinds of refusal; a kind's name is the stable end of the problem's {@code type}. */
public enum ProblemKind {
  UNREADABLE(HttpStatus.BAD_REQUEST, "The request cannot be read"),
  UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "A valid key is needed"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "Not allowed"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No acceptable form"),
  UPLOAD_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The upload stood still too long"),
  CONFLICT(HttpStatus.CONFLICT, "Not possible in this state"),
  TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "Over a size limit"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type"),
  RANGE_NOT_SATISFIABLE(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "Nothing in this range"),
  INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The request is readable but wrong"),
  INVALID_FILE(HttpStatus.UNPROCESSABLE_CONTENT, "The file is wrong"),
  TOO_MANY(HttpStatus.TOO_MANY_REQUESTS, "Too much at once"),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "Internal error"),
  NOT_IMPLEMENTED(HttpStatus.NOT_IMPLEMENTED, "Not supported"),
  UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Not available now"),
  DISK_FULL(HttpStatus.INSUFFICIENT_STORAGE, "The disk takes nothing more");

  private final HttpStatus status;
  private final String title;

  ProblemKind(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The kind of a status that nothing else is known of. */
  static ProblemKind of(HttpStatusCode status) {
    boolean asked =
        status.is4xxClientError() || status.equals(HttpStatus.HTTP_VERSION_NOT_SUPPORTED);
    ProblemKind rest = asked ? UNREADABLE : INTERNAL;
    return Arrays.stream(values()).filter(it -> it.status.equals(status)).findFirst().orElse(rest);
  }

  public HttpStatus status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** Its name in camel case, as the OpenAPI document calls the refusal. */
  public String component() {
    return Arrays.stream(name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  public String type() {
    return "/problems/" + wire();
  }

  /** Its name in addresses and figures. */
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
