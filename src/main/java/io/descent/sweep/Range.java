package io.descent.sweep;

import io.descent.engine.Draw;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The values that one setting takes in a sweep. */
sealed interface Range {

  /** The value of a draw; the same on any machine. */
  JsonNode draw(Draw draw);

  /** Every value in order, where they can be counted and are not too many. */
  Optional<List<JsonNode>> all();

  /** One of these. */
  record Choice(List<JsonNode> values) implements Range {

    public Choice {
      values = List.copyOf(values);
    }

    @Override
    public JsonNode draw(Draw draw) {
      return values.get(draw.below(values.size()));
    }

    @Override
    public Optional<List<JsonNode>> all() {
      return Optional.of(values);
    }
  }

  /**
   * A number between two, both included.
   *
   * @param log whether it is its logarithm that is uniform; then {@code low > 0}
   */
  record Real(double low, double high, boolean log) implements Range {

    @Override
    public JsonNode draw(Draw draw) {
      double value = log ? logarithmic(low, high, draw) : low + draw.uniform() * (high - low);
      return JsonNodeFactory.instance.numberNode(Math.clamp(value, low, high));
    }

    @Override
    public Optional<List<JsonNode>> all() {
      return Optional.empty();
    }
  }

  /**
   * A whole number between two, both included.
   *
   * @param log whether small ones come more often, as a logarithm is uniform; then {@code low > 0}
   */
  record Whole(long low, long high, boolean log) implements Range {

    @Override
    public JsonNode draw(Draw draw) {
      double value =
          log ? logarithmic(low, high + 1.0, draw) : low + draw.uniform() * (high - low + 1.0);
      long whole = (long) Math.floor(value);
      return JsonNodeFactory.instance.numberNode(Math.clamp(whole, low, high));
    }

    @Override
    public Optional<List<JsonNode>> all() {
      if (log || high - low >= Limits.SWEEP_VALUES) {
        return Optional.empty();
      }
      return Optional.of(
          LongStream.rangeClosed(low, high)
              .<JsonNode>mapToObj(JsonNodeFactory.instance::numberNode)
              .toList());
    }
  }

  private static double logarithmic(double low, double high, Draw draw) {
    double from = StrictMath.log(low);
    return StrictMath.exp(from + draw.uniform() * (StrictMath.log(high) - from));
  }

  /** What an entry of a space says; empty where that is wrong, which is noted. */
  static Optional<Range> read(JsonFields entry) {
    if (entry.has("choice")) {
      return choice(entry);
    }
    if (entry.has("uniform")) {
      return real(entry, "uniform", false);
    }
    if (entry.has("log_uniform")) {
      return real(entry, "log_uniform", true);
    }
    if (entry.has("int")) {
      boolean log = entry.booleanOr("log", false);
      return bounds(entry, "int", log)
          .filter(it -> areWhole(entry, it))
          .map(it -> new Whole((long) it.low(), (long) it.high(), log));
    }
    entry.problems().unreadable(entry.pointer(), "must have choice, uniform, log_uniform or int");
    return Optional.empty();
  }

  private static Optional<Range> choice(JsonFields entry) {
    List<JsonNode> values = entry.optionalArray("choice").orElse(List.of());
    if (values.isEmpty() || values.size() > Limits.SWEEP_VALUES) {
      String detail = "must have 1 to " + Limits.SWEEP_VALUES + " values, has " + values.size();
      entry.problems().invalid(entry.pointer("choice"), detail);
      return Optional.empty();
    }
    return Optional.of(new Choice(values));
  }

  private static Optional<Range> real(JsonFields entry, String name, boolean log) {
    return bounds(entry, name, log).map(it -> new Real(it.low(), it.high(), log));
  }

  /** The two numbers of a field, in order. */
  record Bounds(double low, double high) {}

  private static Optional<Bounds> bounds(JsonFields entry, String name, boolean log) {
    List<JsonNode> ends = entry.optionalArray(name).orElse(List.of());
    if (ends.size() != 2 || !ends.stream().allMatch(JsonNode::isNumber)) {
      entry.problems().unreadable(entry.pointer(name), "must be two numbers, [low, high]");
      return Optional.empty();
    }
    Bounds bounds = new Bounds(ends.get(0).doubleValue(), ends.get(1).doubleValue());
    boolean finite = Double.isFinite(bounds.low()) && Double.isFinite(bounds.high());
    if (!finite || bounds.low() > bounds.high() || log && bounds.low() <= 0) {
      String least = log ? "above 0 and " : "";
      entry.problems().invalid(entry.pointer(name), "low must be " + least + "at most high");
      return Optional.empty();
    }
    if (!log && !Double.isFinite(bounds.high() - bounds.low())) {
      entry.problems().invalid(entry.pointer(name), "low and high are too far apart for a double");
      return Optional.empty();
    }
    return Optional.of(bounds);
  }

  private static boolean areWhole(JsonFields entry, Bounds bounds) {
    double most = 1L << 31;
    if (bounds.low() != Math.rint(bounds.low()) || bounds.high() != Math.rint(bounds.high())) {
      entry.problems().unreadable(entry.pointer("int"), "must be whole numbers");
      return false;
    }
    if (bounds.low() < -most || bounds.high() > most) {
      entry.problems().invalid(entry.pointer("int"), "must be of up to 2^31");
      return false;
    }
    return true;
  }
}
