package io.descent.web;

import java.util.Optional;

/**
 * What a controller takes as an argument to make a POST safe to repeat: the request's {@code
 * Idempotency-Key} header, if it has one.
 */
public record IdempotencyKey(Optional<String> value) {

  public static final String HEADER = "Idempotency-Key";
  static final int LONGEST = 255;

  public static final IdempotencyKey NONE = new IdempotencyKey(Optional.empty());
}
