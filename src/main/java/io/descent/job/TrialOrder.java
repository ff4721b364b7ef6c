package io.descent.job;

import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The numbers of a sweep's trials by a setting of its space: numbers by their size, before all else
 * as text; null and trials without the setting last. Of equal values the order is that of the
 * numbers, in the same direction.
 */
record TrialOrder(List<Integer> trials) {

  /**
   * @param points the settings of each trial, in their order
   * @param sort a pointer, after {@code -} for descending; refused where the space has no such
   */
  static TrialOrder of(List<Map<String, JsonNode>> points, String sort) {
    boolean descending = sort.startsWith("-");
    String pointer = descending ? sort.substring(1) : sort;
    if (points.stream().noneMatch(it -> it.containsKey(pointer))) {
      throw ProblemException.fields(
          ProblemKind.UNREADABLE,
          List.of(
              new FieldError("sort", "the space of the sweep has " + points.getFirst().keySet())));
    }
    Comparator<Integer> ascending =
        Comparator.<Integer, JsonNode>comparing(
                it -> value(points, it, pointer), TrialOrder::compare)
            .thenComparing(Comparator.naturalOrder());
    return new TrialOrder(
        IntStream.rangeClosed(1, points.size())
            .boxed()
            .sorted(
                Comparator.<Integer, Boolean>comparing(it -> value(points, it, pointer).isNull())
                    .thenComparing(descending ? ascending.reversed() : ascending))
            .toList());
  }

  private static JsonNode value(List<Map<String, JsonNode>> points, int trial, String pointer) {
    return points.get(trial - 1).getOrDefault(pointer, NullNode.getInstance());
  }

  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.doubleValue(), other.doubleValue());
    }
    return one.isNumber() || other.isNumber()
        ? Boolean.compare(other.isNumber(), one.isNumber())
        : one.toString().compareTo(other.toString());
  }

  /** Those behind one, or all where there is none. */
  List<Integer> after(String trial) {
    return trials.subList(trials.indexOf(number(trial)) + 1, trials.size());
  }

  private static int number(String trial) {
    return trial.matches("[0-9]{1,4}") ? Integer.parseInt(trial) : 0;
  }
}
