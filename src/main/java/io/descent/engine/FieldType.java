package io.descent.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a field may hold. */
public sealed interface FieldType<T> {

  /** Where values come from; notes what is wrong with them, and then gives none. */
  interface Source {

    Optional<Integer> whole(String name, Whole type);

    Optional<Double> real(String name, Real type);

    Optional<Boolean> flag(String name);

    Optional<Extent> extent(String name, Extents type);

    Optional<String> word(String name, List<String> words);
  }

  /** Whether it counts or measures what comes out, so that without it nothing follows. */
  default boolean isSize() {
    return this instanceof Whole || this instanceof Extents;
  }

  Optional<T> read(String name, Source source);

  Settings.Value value(T value);

  /** Both ends included. */
  record Whole(int low, int high) implements FieldType<Integer> {

    public static Whole from(int low) {
      return new Whole(low, Integer.MAX_VALUE);
    }

    @Override
    public Optional<Integer> read(String name, Source source) {
      return source.whole(name, this);
    }

    @Override
    public Settings.Value value(Integer value) {
      return new Settings.Whole(value);
    }
  }

  /** Finite numbers; an end at the largest double is none. */
  record Real(double low, boolean lowIncluded, double high, boolean highIncluded)
      implements FieldType<Double> {

    public static Real any() {
      return atLeast(-Double.MAX_VALUE);
    }

    public static Real above(double low) {
      return new Real(low, false, Double.MAX_VALUE, true);
    }

    public static Real atLeast(double low) {
      return new Real(low, true, Double.MAX_VALUE, true);
    }

    /** At least 0 and below 1. */
    public static Real rate() {
      return new Real(0, true, 1, false);
    }

    @Override
    public Optional<Double> read(String name, Source source) {
      return source.real(name, this);
    }

    @Override
    public Settings.Value value(Double value) {
      return new Settings.Real(value);
    }
  }

  record Flag() implements FieldType<Boolean> {

    @Override
    public Optional<Boolean> read(String name, Source source) {
      return source.flag(name);
    }

    @Override
    public Settings.Value value(Boolean value) {
      return new Settings.Flag(value);
    }
  }

  /** One number for both extents, or height and width. */
  record Extents(int low) implements FieldType<Extent> {

    @Override
    public Optional<Extent> read(String name, Source source) {
      return source.extent(name, this);
    }

    @Override
    public Settings.Value value(Extent value) {
      return new Settings.Pair(value.height(), value.width());
    }
  }

  /**
   * One of several words.
   *
   * @param values what they mean, in their order
   */
  record Choice<T>(List<String> words, List<T> values) implements FieldType<T> {

    /** The constants of an enum, in lower case. */
    public static <E extends Enum<E>> Choice<E> of(E[] constants) {
      return new Choice<>(
          Arrays.stream(constants).map(it -> it.name().toLowerCase(Locale.ROOT)).toList(),
          List.of(constants));
    }

    /** Two words for no and yes. */
    static Choice<Boolean> of(String no, String yes) {
      return new Choice<>(List.of(no, yes), List.of(false, true));
    }

    @Override
    public Optional<T> read(String name, Source source) {
      return source.word(name, words).map(it -> values.get(words.indexOf(it)));
    }

    @Override
    public Settings.Value value(T value) {
      return new Settings.Word(words.get(values.indexOf(value)));
    }
  }
}
