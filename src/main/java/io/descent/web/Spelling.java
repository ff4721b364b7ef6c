package io.descent.web;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds the known name that a mistyped one was meant to be; spells what a sentence quotes. */
public final class Spelling {

  private static final int LONGEST = 40;
  private static final int SHOWN = 80;
  private static final int MOST_LISTED = 40;
  private static final double SMALL = 1e-3;
  private static final double LARGE = 1e7;

  /** What else people call a thing, with the names it may have here. */
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("ce", List.of("softmax_ce")),
          Map.entry("cee", List.of("cross_entropy", "softmax_ce")),
          Map.entry("cross_entropy", List.of("softmax_ce")),
          Map.entry("nll", List.of("cross_entropy")),
          Map.entry("categorical_crossentropy", List.of("cross_entropy", "softmax_ce")),
          Map.entry("sparse_categorical_crossentropy", List.of("cross_entropy", "softmax_ce")),
          Map.entry("bce", List.of("bce_logits")),
          Map.entry("binary_crossentropy", List.of("bce_logits")),
          Map.entry("mae", List.of("mse")),
          Map.entry("l2", List.of("mse", "weight_decay")),
          Map.entry("dense", List.of("affine")),
          Map.entry("linear", List.of("affine")),
          Map.entry("fc", List.of("affine")),
          Map.entry("fully_connected", List.of("affine")),
          Map.entry("conv", List.of("conv2d")));

  private Spelling() {}

  /** The known name that is another word for it, or the nearest, where that may be meant. */
  private static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    Optional<String> other =
        OTHER_NAMES.getOrDefault(word.toLowerCase(Locale.ROOT), List.of()).stream()
            .filter(known::contains)
            .findFirst();
    return other.or(() -> likest(word, known));
  }

  private static Optional<String> likest(String word, Collection<String> known) {
    int most = Math.max(2, word.length() / 2);
    return nearest(word, known, Math.min(most, word.length() - 1));
  }

  /** The known name that differs least, by so many characters at most. */
  public static Optional<String> nearest(String word, Collection<String> known, int most) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(word, name)))
        .filter(name -> distance(word, name) <= most);
  }

  /** Ends a sentence that named an unknown word. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known)
        .map(name -> "; did you mean \"" + name + "\"?")
        .orElse(known.isEmpty() ? "" : "; known are " + listed(known));
  }

  /** Ends a sentence that named a word which is none of a set: the set, and what may be meant. */
  public static String choices(String word, Collection<String> known) {
    String meant = nearest(word, known).map(it -> "; did you mean \"" + it + "\"?").orElse("");
    return "; known are " + listed(known) + meant;
  }

  private static String listed(Collection<String> known) {
    String first = known.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
    return known.size() > MOST_LISTED
        ? first + " and " + (known.size() - MOST_LISTED) + " more"
        : first;
  }

  /** What a client sent, quoted in a sentence: short and without control characters. */
  public static String quoted(String sent) {
    String clean = sent.replaceAll("\\p{Cntrl}", "?");
    return '"' + (clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean) + '"';
  }

  /**
   * A finite number in a sentence, to so many figures; very small and large ones in powers of 10.
   */
  public static String number(double value, int figures) {
    if (value == 0) {
      return "0";
    }
    if (Math.abs(value) < SMALL || Math.abs(value) >= LARGE) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    return new BigDecimal(value)
        .round(new MathContext(figures))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** What a value is, in words for a refusal. */
  public static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "text";
      case NUMBER -> "the number " + shown(node);
      case BOOLEAN -> node.booleanValue() ? "true" : "false";
      case NULL -> "null";
      case BINARY, POJO, MISSING -> "missing";
    };
  }

  static String shown(JsonNode number) {
    String digits = number.asString();
    return digits.length() > 30 ? digits.substring(0, 30) + "…" : digits;
  }

  // Edits (insert, delete, replace) from one word to the other, one row of the table at a time
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
