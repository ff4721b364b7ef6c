package io.descent.dataset;

import io.descent.web.Spelling;
import java.util.Locale;
import java.util.Optional;

/** The parts of a data set, in the order of their numbers. */
public enum SplitPart {
  TRAIN,
  VALIDATION,
  TEST;

  /** By its name, in any case. */
  public static Optional<SplitPart> of(String word) {
    for (SplitPart part : values()) {
      if (part.name().equals(word.strip().toUpperCase(Locale.ROOT))) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /** What is wrong with a word of a split column, and what to do. */
  static Optional<String> problem(String word) {
    return of(word).isPresent()
        ? Optional.empty()
        : Optional.of(
            "must be train, validation or test, is %s; rename it, or leave the field split out"
                .formatted(Spelling.quoted(word)));
  }
}
