package io.descent.dataset;

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
}
