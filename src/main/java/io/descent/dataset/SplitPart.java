package io.descent.dataset;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The parts of a data set, in the order of their numbers. */
public enum SplitPart {
  TRAIN("train", "training"),
  VALIDATION("validation", "valid", "val", "dev"),
  TEST("test", "testing");

  private final Set<String> names;

  SplitPart(String... names) {
    this.names = Set.of(names);
  }

  /** By one of its names, in any case. */
  public static Optional<SplitPart> of(String word) {
    String name = word.strip().toLowerCase(Locale.ROOT);
    for (SplitPart part : values()) {
      if (part.names.contains(name)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }
}
