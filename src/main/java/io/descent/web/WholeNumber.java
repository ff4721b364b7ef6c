package io.descent.web;

import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads a whole number within a range; a value with a fraction has the wrong type. */
public final class WholeNumber {

  private WholeNumber() {}

  public static OptionalLong read(
      JsonNode node, String pointer, long low, long high, Problems problems) {
    if (!node.isNumber() || !whole(node)) {
      problems.unreadable(pointer, "must be a whole number, is " + Spelling.kind(node));
      return OptionalLong.empty();
    }
    // A double holds the limits of every field exactly, and is only compared
    boolean within = node.doubleValue() >= low && node.doubleValue() <= high;
    if (!within) {
      problems.invalid(pointer, "must be " + low + " to " + high + ", is " + Spelling.shown(node));
      return OptionalLong.empty();
    }
    return OptionalLong.of(node.isIntegralNumber() ? node.longValue() : (long) node.doubleValue());
  }

  private static boolean whole(JsonNode node) {
    return node.isIntegralNumber() || node.doubleValue() == Math.rint(node.doubleValue());
  }
}
