package io.descent.engine;

import java.util.function.Function;

/**
 * One field of a specification: what it may hold, what it is where nothing is said, what it is for.
 * Specifications are read, written, checked and described by their fields.
 *
 * @param <S> the specification
 * @param <T> the value
 * @param name in JSON
 * @param of the value in a specification
 * @param start whether it only says how training starts, so that what was trained does not depend
 *     on it
 * @param help one sentence without a full stop
 */
public record Field<S, T>(
    String name,
    FieldType<T> type,
    Function<? super S, T> of,
    Fallback<T> fallback,
    boolean start,
    String help) {

  /** What a field is where nothing is said. */
  public sealed interface Fallback<T> {}

  /**
   * It must be said.
   *
   * @param example a possible value
   */
  public record Required<T>(T example) implements Fallback<T> {}

  /** One that is changed makes kept states of jobs unreadable, as they leave it out. */
  public record Default<T>(T value) implements Fallback<T> {}

  /** What another field is, of the same specification or of the one around it. */
  public record SameAs<T>(Field<?, T> other) implements Fallback<T> {}

  static <S, T> Field<S, T> required(
      String name, FieldType<T> type, Function<? super S, T> of, T example, String help) {
    return new Field<>(name, type, of, new Required<>(example), false, help);
  }

  public static <S, T> Field<S, T> optional(
      String name, FieldType<T> type, Function<? super S, T> of, T value, String help) {
    return new Field<>(name, type, of, new Default<>(value), false, help);
  }

  /** Says only how training starts. */
  static <S, T> Field<S, T> starting(
      String name, FieldType<T> type, Function<? super S, T> of, T value, String help) {
    return new Field<>(name, type, of, new Default<>(value), true, help);
  }

  static <S, T> Field<S, T> sameAs(
      Field<?, T> other, String name, Function<? super S, T> of, String help) {
    return new Field<>(name, other.type(), of, new SameAs<>(other), false, help);
  }

  /** A value to go on with where there is none. */
  public T standIn() {
    return switch (fallback) {
      case Required<T>(T example) -> example;
      case Default<T>(T value) -> value;
      case SameAs<T>(Field<?, T> other) -> other.standIn();
    };
  }

  public Settings.Setting setting(S spec) {
    T value = of.apply(spec);
    boolean standard = fallback instanceof Default<T>(T usual) && usual.equals(value);
    return new Settings.Setting(name, type.value(value), start, standard);
  }
}
