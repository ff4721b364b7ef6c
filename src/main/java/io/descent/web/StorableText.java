package io.descent.web;

import java.util.Optional;

/** Text that every database keeps as it was sent. */
public final class StorableText {

  private StorableText() {}

  /** What is wrong with the text, if anything; characters are counted as Unicode does. */
  public static Optional<String> problem(String text, int longest) {
    return problem(text, 1, longest);
  }

  /** As {@link #problem(String, int)}, of text that may be empty. */
  public static Optional<String> problemOrEmpty(String text, int longest) {
    return problem(text, 0, longest);
  }

  private static Optional<String> problem(String text, int least, int longest) {
    int length = text.codePointCount(0, text.length());
    if (length < least || length > longest) {
      String range = "must have " + least + " to " + longest + " characters, has ";
      return Optional.of(range + length);
    }
    if (text.codePoints().anyMatch(it -> it == 0 || unpaired(it))) {
      return Optional.of("must not hold U+0000 or half of a surrogate pair");
    }
    return Optional.empty();
  }

  /**
   * As {@link #problem(String, int)}, of a name: one that looks like an id would hide what has that
   * id.
   */
  public static Optional<String> nameProblem(String name) {
    return UuidV7.read(name).isPresent()
        ? Optional.of("looks like an id; choose another name")
        : problem(name, Limits.NAME);
  }

  private static boolean unpaired(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
