package io.descent.sweep;

import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which points a sweep tries, and how far each of its trials goes. */
sealed interface Strategy {

  /** Every combination of the space. */
  record Grid() implements Strategy {}

  /** So many points of the space's noise. */
  record Random(int trials) implements Strategy {}

  /**
   * As random, but of the trials that come to a rung only one in {@code reduction} goes on.
   * Successive halving: Jamieson and Talwalkar (2016).
   *
   * @param minEpochs epochs at the first rung; each next one is at {@code reduction} times as many
   */
  record Halving(int trials, int reduction, int minEpochs) implements Strategy {}

  /** What a request says; empty where that is wrong, which is noted. */
  static Optional<Strategy> read(JsonFields fields) {
    Optional<String> type = fields.requiredChoice("type", List.of("grid", "random", "halving"));
    Optional<Strategy> strategy =
        switch (type.orElse("")) {
          case "grid" -> Optional.of(new Grid());
          case "random" -> trials(fields).map(Random::new);
          case "halving" -> halving(fields);
          default -> Optional.empty();
        };
    if (type.isPresent()) {
      fields.done();
    }
    return strategy;
  }

  private static Optional<Integer> trials(JsonFields fields) {
    OptionalInt trials = fields.requiredInt("trials", 1, Limits.SWEEP_TRIALS);
    return trials.isPresent() ? Optional.of(trials.getAsInt()) : Optional.empty();
  }

  private static Optional<Strategy> halving(JsonFields fields) {
    int reduction = fields.intOr("reduction", 3, 2, Limits.SWEEP_TRIALS);
    int minEpochs = fields.intOr("min_epochs", 1, 1, Integer.MAX_VALUE);
    return trials(fields).map(trials -> new Halving(trials, reduction, minEpochs));
  }

  /** The points in the order of their trials. */
  default List<Map<String, JsonNode>> points(SweepSpace space, long seed) {
    return switch (this) {
      case Grid() -> space.grid();
      case Random(int trials) -> drawn(space, seed, trials);
      case Halving(int trials, int _, int _) -> drawn(space, seed, trials);
    };
  }

  private static List<Map<String, JsonNode>> drawn(SweepSpace space, long seed, int trials) {
    return IntStream.rangeClosed(1, trials).mapToObj(trial -> space.drawn(seed, trial)).toList();
  }

  /** The epochs at which trials wait for one another, and in the end all epochs; ascending. */
  default List<Integer> rungs(int epochs) {
    return switch (this) {
      case Grid() -> List.of(epochs);
      case Random(int _) -> List.of(epochs);
      case Halving(int _, int reduction, int minEpochs) -> {
        List<Integer> rungs = new ArrayList<>();
        for (long at = minEpochs; at < epochs; at *= reduction) {
          rungs.add((int) at);
        }
        rungs.add(epochs);
        yield rungs;
      }
    };
  }

  /** How many of the trials that came to a rung go on. */
  default int kept(int trials) {
    return switch (this) {
      case Grid() -> trials;
      case Random(int _) -> trials;
      case Halving(int _, int reduction, int _) -> Math.ceilDiv(trials, reduction);
    };
  }

  /** Notes where this strategy and a space do not go together. */
  default void check(SweepSpace space, JsonNode request, Problems problems) {
    switch (this) {
      case Grid() -> checkGrid(space, problems);
      case Random(int _) -> {}
      case Halving(int _, int _, int minEpochs) ->
          checkHalving(space, request, minEpochs, problems);
    }
  }

  private static void checkGrid(SweepSpace space, Problems problems) {
    Optional<Long> size = space.size();
    if (size.isEmpty()) {
      String detail =
          "takes settings of choice, or of int without log, of up to "
              + Limits.SWEEP_VALUES
              + " values";
      problems.invalid("/strategy/type", "a grid " + detail);
    } else if (size.get() > Limits.SWEEP_TRIALS) {
      String detail =
          "gives " + size.get() + " trials, and a sweep has at most " + Limits.SWEEP_TRIALS;
      problems.invalid(SweepSpace.POINTER, detail);
    }
  }

  private static void checkHalving(
      SweepSpace space, JsonNode request, int minEpochs, Problems problems) {
    String setting = "/training/epochs";
    if (space.settings().keySet().stream().anyMatch(setting::startsWith)) {
      String detail = "is the same for all trials of a halving, whose rungs it gives";
      problems.invalid(SweepSpace.POINTER + JsonFields.token(setting), detail);
    }
    JsonNode epochs = request.at(setting);
    if (epochs.isNumber() && minEpochs >= epochs.doubleValue()) {
      String detail = "must be below /training/epochs, or there is nothing to wait for";
      problems.invalid("/strategy/min_epochs", detail);
    }
  }

  /** As it is stored and shown, every default filled in. */
  default ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (this) {
      case Grid() -> json.put("type", "grid");
      case Random(int trials) -> json.put("type", "random").put("trials", trials);
      case Halving(int trials, int reduction, int minEpochs) ->
          json.put("type", "halving")
              .put("trials", trials)
              .put("reduction", reduction)
              .put("min_epochs", minEpochs);
    };
  }

  /** Reads what {@link #json} gave. */
  static Strategy stored(JsonNode json) {
    return read(JsonFields.of(json, "/strategy", new Problems())).orElseThrow();
  }
}
