package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a controller takes as an argument to make a POST safe to repeat: the request's {@code
 * Idempotency-Key} header, if it has one.
 */
public record IdempotencyKey(Optional<String> value) {

  public static final String HEADER = "Idempotency-Key";
  static final int LONGEST = 255;

  public static final IdempotencyKey NONE = new IdempotencyKey(Optional.empty());

  /** Of the header: 1 to 255 visible ASCII characters, once. */
  static IdempotencyKey of(HttpServletRequest request) {
    List<String> values = Collections.list(request.getHeaders(HEADER));
    if (values.isEmpty()) {
      return NONE;
    }
    if (values.size() > 1 || !values.getFirst().matches("[!-~]{1," + LONGEST + "}")) {
      String detail = "must be 1 to " + LONGEST + " visible ASCII characters, given once";
      throw ProblemException.fields(
          ProblemKind.UNREADABLE, List.of(new FieldError(HEADER, detail)));
    }
    return new IdempotencyKey(Optional.of(values.getFirst()));
  }
}
