package io.descent.sweep;

import io.descent.engine.Draw;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings that differ between the trials of a sweep, by their pointers into the request, and
 * the values that each takes. Points depend on the seed, the pointers and the trial's number only,
 * and not on the order in which settings are written.
 */
record SweepSpace(SortedMap<String, Range> settings) {

  static final String POINTER = "/space";

  SweepSpace {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /**
   * What is wrong is noted.
   *
   * @param request with its {@code model} and {@code training}, where settings must have a place
   */
  static SweepSpace read(JsonFields space, JsonNode request) {
    SortedMap<String, Range> settings = new TreeMap<>();
    for (String pointer : request.path("space").propertyNames()) {
      Optional<Range> range =
          space
              .optionalObject(pointer)
              .filter(_ -> hasPlace(space, pointer, request))
              .flatMap(
                  entry -> {
                    Optional<Range> read = Range.read(entry);
                    entry.done();
                    return read;
                  });
      range.ifPresent(it -> settings.put(pointer, it));
    }
    if (request.path("space").isEmpty()) {
      space.problems().invalid(POINTER, "must name at least one setting");
    }
    checkApart(settings, space);
    return new SweepSpace(settings);
  }

  /** A field of an object, or an element of an array, of the model or the training. */
  private static boolean hasPlace(JsonFields space, String pointer, JsonNode request) {
    Problems problems = space.problems();
    if (!pointer.matches("/(model|training)(/.*)")) {
      problems.invalid(space.pointer(pointer), "must be a pointer below /model or /training");
      return false;
    }
    JsonPointer place = JsonPointer.compile(pointer);
    JsonNode parent = request.at(place.head());
    boolean found = parent.isObject() || parent.isArray() && !request.at(place).isMissingNode();
    if (!found) {
      String detail = "the request has nothing at " + place.head() + " that could hold it";
      problems.invalid(space.pointer(pointer), detail);
    }
    return found;
  }

  private static void checkApart(SortedMap<String, Range> settings, JsonFields space) {
    for (String outer : settings.keySet()) {
      settings.keySet().stream()
          .filter(inner -> inner.startsWith(outer + "/"))
          .forEach(inner -> space.problems().invalid(space.pointer(inner), "is within " + outer));
    }
  }

  /** The values of one trial by pointer; trials count from 1. */
  Map<String, JsonNode> drawn(long seed, int trial) {
    Map<String, JsonNode> point = new LinkedHashMap<>();
    settings.forEach(
        (pointer, range) -> {
          point.put(pointer, range.draw(Draw.of(seed, pointer, trial)));
        });
    return point;
  }

  /** How many points a grid has; empty where a setting's values cannot be counted. */
  Optional<Long> size() {
    long size = 1;
    for (Range range : settings.values()) {
      Optional<List<JsonNode>> all = range.all();
      if (all.isEmpty()) {
        return Optional.empty();
      }
      size = Math.min(Integer.MAX_VALUE, size * all.get().size());
    }
    return Optional.of(size);
  }

  /** Every combination, the last setting changing fastest; of a space that has a {@link #size}. */
  List<Map<String, JsonNode>> grid() {
    List<Map<String, JsonNode>> points = List.of(Map.of());
    for (Map.Entry<String, Range> setting : settings.entrySet()) {
      List<Map<String, JsonNode>> longer = new ArrayList<>();
      for (Map<String, JsonNode> point : points) {
        for (JsonNode value : setting.getValue().all().orElseThrow()) {
          Map<String, JsonNode> next = new LinkedHashMap<>(point);
          next.put(setting.getKey(), value);
          longer.add(next);
        }
      }
      points = longer;
    }
    return points;
  }

  /** A copy of the request with the values of a point. */
  static ObjectNode at(Map<String, JsonNode> point, ObjectNode request) {
    ObjectNode filled = request.deepCopy();
    point.forEach(
        (pointer, value) -> {
          JsonPointer place = JsonPointer.compile(pointer);
          switch (filled.at(place.head())) {
            case ObjectNode parent -> parent.set(place.last().getMatchingProperty(), value);
            case ArrayNode parent -> parent.set(place.last().getMatchingIndex(), value);
            default -> throw new IllegalStateException("no place at " + pointer);
          }
        });
    return filled;
  }
}
