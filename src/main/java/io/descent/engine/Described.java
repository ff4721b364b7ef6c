package io.descent.engine;

import java.util.Optional;

/** A specification of one of several kinds. */
public interface Described {

  /** The names and values of all its fields. */
  Settings settings();

  /** The name of its kind, as in {@code "type": "affine"}. */
  default String type() {
    return settings().type();
  }

  /** What is wrong with the fields together, each being right by itself. */
  default Optional<Problem> problem() {
    return Optional.empty();
  }

  /**
   * @param field the field that is to be changed
   */
  record Problem(String field, String detail) {}
}
