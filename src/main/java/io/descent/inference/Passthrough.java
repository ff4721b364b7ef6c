package io.descent.inference;

import io.descent.web.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Values of rows that are given back beside their answers. A request may name them after its rows:
 * until then all that are no columns of the model are kept.
 */
final class Passthrough {

  /** Fields of an answer, which no value may hide. */
  private static final Set<String> TAKEN =
      Set.of(
          "label", "probabilities", "scores", "value", "nonfinite", "warning", "warnings", "row");

  /** About what an object takes beside its text. */
  private static final int OVERHEAD = 64;

  private final LongConsumer memory;
  private final List<Map<String, JsonNode>> rows = new ArrayList<>();
  private Optional<Set<String>> names;
  private Map<String, JsonNode> row = new HashMap<>();

  /**
   * @param names where they are known before the rows
   * @param memory takes the bytes of what is kept
   */
  Passthrough(Optional<List<String>> names, LongConsumer memory) {
    this.names = names.map(LinkedHashSet::new);
    this.memory = memory;
  }

  static Passthrough none() {
    return new Passthrough(Optional.of(List.of()), _ -> {});
  }

  /** Whether a value of the current row is to be kept. */
  boolean wants(String name, boolean ofModel) {
    return names.map(it -> it.contains(name)).orElse(!ofModel);
  }

  void keep(String name, JsonNode value) {
    memory.accept(OVERHEAD + 2L * (name.length() + value.asString("").length()));
    row.put(name, value);
  }

  void endRow() {
    rows.add(row.isEmpty() ? Map.of() : row);
    row = row.isEmpty() ? row : new HashMap<>();
  }

  /**
   * Takes what the request names.
   *
   * @param isColumn whether a name is a column of the model, whose values are gone by now
   */
  void name(List<String> wanted, Predicate<String> isColumn, Problems problems) {
    for (int i = 0; i < wanted.size(); i++) {
      String at = "/passthrough/" + i;
      if (TAKEN.contains(wanted.get(i))) {
        problems.invalid(at, "is a field of the answer itself");
      } else if (!rows.isEmpty() && isColumn.test(wanted.get(i))) {
        problems.invalid(at, "is a column of the model: let passthrough stand before instances");
      }
    }
    names = Optional.of(new LinkedHashSet<>(wanted));
  }

  Set<String> names() {
    return names.orElse(Set.of());
  }

  /** Null where the row had none. */
  JsonNode value(int number, String name) {
    return number < rows.size()
        ? rows.get(number).getOrDefault(name, NullNode.getInstance())
        : NullNode.getInstance();
  }
}
