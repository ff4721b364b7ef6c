package io.descent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus names: series with their matchers, and labels to group by. Knows
 * the functions that we use; an IllegalArgumentException tells of anything else.
 */
record PromExpression(List<Series> series, Set<String> labels) {

  /** A metric, and what its labels have to be. */
  record Series(String name, List<Matching> matchings) {}

  /** A label with an operator (=, !=, =~, !~) and a value. */
  record Matching(String label, String operator, String value) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<number>\\d+(?:\\.\\d+)?)"
              + "|(?<matchers>\\{[^{}]*\\})|(?<range>\\[\\d+[smhd]\\])"
              + "|(?<operator>==|!=|>=|<=|[-+*/<>])|(?<mark>[(),]))\\s*");
  private static final Pattern MATCHING =
      Pattern.compile("\\s*([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"\\s*(?:,|$)");
  private static final Set<String> FUNCTIONS =
      Set.of("sum", "max", "min", "rate", "increase", "delta", "histogram_quantile");
  private static final Set<String> GROUPINGS = Set.of("by", "on");
  private static final Set<String> OF_RANGES = Set.of("rate", "increase", "delta");
  private static final Set<String> SETS = Set.of("and", "or", "unless");

  static PromExpression of(String text) {
    PromExpression found = new PromExpression(new ArrayList<>(), new HashSet<>());
    Deque<String> open = new ArrayDeque<>();
    String word = "";
    Matcher token = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!token.find(at) || token.start() != at) {
        throw new IllegalArgumentException("cannot be read from " + at + " on: " + text);
      }
      at = token.end();
      word = found.read(token, word, open, text.startsWith("(", at));
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("a bracket stays open: " + text);
    }
    return found;
  }

  /** Returns the name that a bracket may follow. */
  private String read(Matcher token, String word, Deque<String> open, boolean bracketNext) {
    String name = token.group("name");
    if (name != null) {
      return name(name, open, bracketNext);
    }
    if (token.group("matchers") != null) {
      Series last = series.removeLast();
      series.add(new Series(last.name(), matchings(token.group("matchers"))));
    } else if (token.group("range") != null && !OF_RANGES.contains(open.getFirst())) {
      throw new IllegalArgumentException("a range where there should be none: " + open);
    } else if ("(".equals(token.group("mark"))) {
      open.push(word);
    } else if (")".equals(token.group("mark"))) {
      open.pop();
    }
    return "";
  }

  private String name(String name, Deque<String> open, boolean bracketNext) {
    if (!open.isEmpty() && GROUPINGS.contains(open.getFirst())) {
      labels.add(name);
    } else if (FUNCTIONS.contains(name) || GROUPINGS.contains(name)) {
      return name;
    } else if (bracketNext && !SETS.contains(name)) {
      throw new IllegalArgumentException("unknown function " + name);
    } else if (!SETS.contains(name)) {
      series.add(new Series(name, List.of()));
    }
    return "";
  }

  private static List<Matching> matchings(String braces) {
    String inside = braces.substring(1, braces.length() - 1);
    List<Matching> matchings = new ArrayList<>();
    Matcher each = MATCHING.matcher(inside);
    int at = 0;
    while (at < inside.length()) {
      if (!each.find(at) || each.start() != at) {
        throw new IllegalArgumentException("labels cannot be read: " + braces);
      }
      matchings.add(new Matching(each.group(1), each.group(2), each.group(3)));
      at = each.end();
    }
    return matchings;
  }
}
