package io.descent.spec;

import io.descent.engine.Described;
import io.descent.engine.Extent;
import io.descent.engine.Field;
import io.descent.engine.FieldType;
import io.descent.engine.Kind;
import io.descent.web.Interval;
import io.descent.web.JsonFields;
import io.descent.web.WholeNumber;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads an object by a table of fields. What is wrong is noted, and its default stands in. */
final class FieldReader implements Kind.Values, FieldType.Source {

  private final JsonFields json;
  private final Kind.Values around;
  private boolean sized = true;

  /**
   * @param around gives the fields of what the object is a part of
   */
  FieldReader(JsonFields json, Kind.Values around) {
    this.json = json;
    this.around = around;
  }

  /** The kind that {@code type} names. */
  static <S> Optional<Kind<? extends S>> kind(JsonFields json, List<Kind<? extends S>> kinds) {
    List<String> types = kinds.stream().<String>map(Kind::type).toList();
    return json.requiredChoice("type", types).map(type -> kinds.get(types.indexOf(type)));
  }

  /** A whole object of one of these kinds; empty where a size is wrong, so that nothing follows. */
  static <S extends Described> Optional<S> read(
      JsonFields json, List<Kind<? extends S>> kinds, Kind.Values around) {
    Optional<Kind<? extends S>> kind = kind(json, kinds);
    Optional<S> spec = kind.flatMap(it -> new FieldReader(json, around).read(it));
    spec.flatMap(Described::problem)
        .ifPresent(it -> json.problems().invalid(json.pointer(it.field()), it.detail()));
    kind.ifPresent(_ -> json.done());
    return spec;
  }

  <S> Optional<S> read(Kind<? extends S> kind) {
    S spec = kind.make().apply(this);
    return sized ? Optional.of(spec) : Optional.empty();
  }

  @Override
  public <T> T of(Field<?, T> field) {
    if (!json.has(field.name())) {
      return absent(field);
    }
    Optional<T> value = field.type().read(field.name(), this);
    sized &= value.isPresent() || !field.type().isSize();
    return value.orElseGet(field::standIn);
  }

  private <T> T absent(Field<?, T> field) {
    return switch (field.fallback()) {
      case Field.Default<T>(T value) -> value;
      case Field.SameAs<T>(Field<?, T> other) -> {
        JsonFields quiet = json.quietly();
        yield (quiet.has(other.name()) ? new FieldReader(quiet, around) : around).of(other);
      }
      case Field.Required<T>(T example) -> {
        json.problems().unreadable(json.pointer(field.name()), "is missing");
        sized &= !field.type().isSize();
        yield example;
      }
    };
  }

  @Override
  public Optional<Integer> whole(String name, FieldType.Whole type) {
    return whole(json.node(name).orElseThrow(), json.pointer(name), type.low(), type.high());
  }

  private Optional<Integer> whole(JsonNode node, String pointer, int low, int high) {
    OptionalLong value = WholeNumber.read(node, pointer, low, high, json.problems());
    return value.isPresent() ? Optional.of((int) value.getAsLong()) : Optional.empty();
  }

  @Override
  public Optional<Double> real(String name, FieldType.Real type) {
    Interval range = new Interval(type.low(), type.lowIncluded(), type.high(), type.highIncluded());
    OptionalDouble value = json.optionalDouble(name, range);
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  @Override
  public Optional<Boolean> flag(String name) {
    return json.optionalBoolean(name);
  }

  @Override
  public Optional<String> word(String name, List<String> words) {
    return json.optionalChoice(name, words);
  }

  @Override
  public Optional<Extent> extent(String name, FieldType.Extents type) {
    JsonNode node = json.node(name).orElseThrow();
    String pointer = json.pointer(name);
    if (node.isNumber()) {
      return whole(node, pointer, type.low(), Integer.MAX_VALUE).map(n -> new Extent(n, n));
    }
    if (!node.isArray() || node.size() != 2) {
      json.problems().unreadable(pointer, "must be a whole number or [height, width]");
      return Optional.empty();
    }
    Optional<Integer> height = whole(node.get(0), pointer + "/0", type.low(), Integer.MAX_VALUE);
    Optional<Integer> width = whole(node.get(1), pointer + "/1", type.low(), Integer.MAX_VALUE);
    return height.flatMap(h -> width.map(w -> new Extent(h, w)));
  }
}
