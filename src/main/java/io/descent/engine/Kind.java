package io.descent.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * One kind of layer, optimizer or schedule: its name, its table of fields, and how values become a
 * specification.
 *
 * @param type the name in JSON, as in {@code "type": "affine"}
 * @param help one sentence without a full stop
 * @param stated a size that may be said and must then be that of the input
 */
public record Kind<S>(
    String type,
    String help,
    List<Field<S, ?>> fields,
    Function<Values, S> make,
    Optional<Stated> stated) {

  /** The value of each field. */
  public interface Values {
    <T> T of(Field<?, T> field);
  }

  /**
   * @param size of an input
   */
  public record Stated(String name, String help, ToLongFunction<Shape> size) {}

  /** Makes a specification of three values. */
  public interface Make3<A, B, C, S> {
    S apply(A a, B b, C c);
  }

  /** Makes a specification of four values. */
  public interface Make4<A, B, C, D, S> {
    S apply(A a, B b, C c, D d);
  }

  /** Makes a specification of five values. */
  public interface Make5<A, B, C, D, E, S> {
    S apply(A a, B b, C c, D d, E e);
  }

  private Kind(String type, String help, Function<Values, S> make, List<Field<S, ?>> fields) {
    this(type, help, fields, make, Optional.empty());
  }

  public static <S> Kind<S> of(String type, String help, Supplier<S> make) {
    return new Kind<>(type, help, _ -> make.get(), List.of());
  }

  public static <S, A> Kind<S> of(String type, String help, Function<A, S> make, Field<S, A> a) {
    return new Kind<>(type, help, v -> make.apply(v.of(a)), List.of(a));
  }

  public static <S, A, B> Kind<S> of(
      String type, String help, BiFunction<A, B, S> make, Field<S, A> a, Field<S, B> b) {
    return new Kind<>(type, help, v -> make.apply(v.of(a), v.of(b)), List.of(a, b));
  }

  public static <S, A, B, C> Kind<S> of(
      String type,
      String help,
      Make3<A, B, C, S> make,
      Field<S, A> a,
      Field<S, B> b,
      Field<S, C> c) {
    return new Kind<>(type, help, v -> make.apply(v.of(a), v.of(b), v.of(c)), List.of(a, b, c));
  }

  public static <S, A, B, C, D> Kind<S> of(
      String type,
      String help,
      Make4<A, B, C, D, S> make,
      Field<S, A> a,
      Field<S, B> b,
      Field<S, C> c,
      Field<S, D> d) {
    Function<Values, S> all = v -> make.apply(v.of(a), v.of(b), v.of(c), v.of(d));
    return new Kind<>(type, help, all, List.of(a, b, c, d));
  }

  public static <S, A, B, C, D, E> Kind<S> of(
      String type,
      String help,
      Make5<A, B, C, D, E, S> make,
      Field<S, A> a,
      Field<S, B> b,
      Field<S, C> c,
      Field<S, D> d,
      Field<S, E> e) {
    Function<Values, S> all = v -> make.apply(v.of(a), v.of(b), v.of(c), v.of(d), v.of(e));
    return new Kind<>(type, help, all, List.of(a, b, c, d, e));
  }

  Kind<S> stating(String name, String help, ToLongFunction<Shape> size) {
    return new Kind<>(type, this.help, fields, make, Optional.of(new Stated(name, help, size)));
  }

  /** With all fields at their defaults. */
  public S standard() {
    return make.apply(Field::standIn);
  }

  public Settings settings(S spec) {
    return new Settings(type, fields.stream().map(field -> field.setting(spec)).toList());
  }
}
