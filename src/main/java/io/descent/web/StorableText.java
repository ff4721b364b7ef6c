package io.descent.web;

import java.util.Optional;

/** Text that every database keeps as it was sent. */
public final class StorableText {

  private StorableText() {}

  /** What is wrong with the text, if anything; characters are counted as Unicode does. */
  public static Optional<String> problem(String text, int longest) {
    int length = text.codePointCount(0, text.length());
    if (length < 1 || length > longest) {
      return Optional.of("must have 1 to " + longest + " characters, has " + length);
    }
    if (text.codePoints().anyMatch(it -> it == 0 || unpaired(it))) {
      return Optional.of("must not hold U+0000 or half of a surrogate pair");
    }
    return Optional.empty();
  }

  /** As {@link #problem}, of a name: one that looks like an id would hide what has that id. */
  public static Optional<String> nameProblem(String name) {
    return UuidV7.read(name).isPresent()
        ? Optional.of("looks like an id; choose another name")
        : problem(name, Limits.NAME);
  }

  private static boolean unpaired(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
