package io.descent.storage;

import io.descent.web.FieldError;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;

/**
 * By what a list is sorted. Of equal values the order is that of creation, in the same direction;
 * what has no value comes last, the newest first.
 *
 * @param <R> the rows of the list, or what several kinds of them have in common
 * @param held attributes with which the index starts by which a list in order of creation is read:
 *     the order names them too, and they change nothing of it. The first has one value in all of
 *     the list; a list in another order is read by it and the column. None where few rows are found
 *     by something else: nothing then leads the database to an index of the order
 */
public record ListOrder<R>(Key<R> key, boolean descending, List<String> held) {

  private static final String ID = "id";

  /** With this the index of each column starts. */
  public static final String OWNER = "owner";

  /**
   * A column by its name in requests.
   *
   * @param attribute of the row; parts of embedded ones have points between
   * @param least none of the column's values is less
   * @param read makes of a cursor's text what the column holds, or throws what such readers throw
   * @param value of a row
   */
  public record Key<R>(
      String wire,
      String attribute,
      Comparable<?> least,
      Function<String, Comparable<?>> read,
      Function<R, @Nullable Object> value) {

    public static <R> Key<R> text(
        String wire, String attribute, Function<R, @Nullable Object> value) {
      return new Key<>(wire, attribute, "", text -> text, value);
    }

    public static <R> Key<R> number(
        String wire, String attribute, Function<R, @Nullable Object> value) {
      return new Key<>(wire, attribute, -Double.MAX_VALUE, Double::valueOf, value);
    }

    public static <R> Key<R> whole(
        String wire, String attribute, Function<R, @Nullable Object> value) {
      return new Key<>(wire, attribute, Integer.MIN_VALUE, Integer::valueOf, value);
    }

    public static <R> Key<R> large(
        String wire, String attribute, Function<R, @Nullable Object> value) {
      return new Key<>(wire, attribute, Long.MIN_VALUE, Long::valueOf, value);
    }

    public static <R> Key<R> moment(
        String wire, String attribute, Function<R, @Nullable Object> value) {
      return new Key<>(wire, attribute, Instant.EPOCH, Instant::parse, value);
    }

    boolean byCreation() {
      return attribute.equals(ID);
    }
  }

  /** By creation, which is the order of ids. */
  public static <R> Key<R> created(Function<R, UUID> id) {
    return new Key<>("created_at", ID, new UUID(0, 0), UUID::fromString, id::apply);
  }

  /**
   * Of a request, the newest first where it asks for none.
   *
   * @param keys the first is that of creation
   * @throws ProblemException which names them where it is none of them
   */
  public static <R> ListOrder<R> parse(Optional<String> asked, List<Key<R>> keys) {
    boolean descending = asked.map(it -> it.startsWith("-")).orElse(true);
    String word = asked.map(it -> descending ? it.substring(1) : it).orElse(keys.getFirst().wire());
    return keys.stream()
        .filter(key -> key.wire().equals(word))
        .findFirst()
        .map(key -> new ListOrder<>(key, descending, List.of(OWNER)))
        .orElseThrow(() -> unknown(asked.orElse(""), keys));
  }

  private static <R> ProblemException unknown(String asked, List<Key<R>> keys) {
    String set = keys.stream().map(Key::wire).collect(Collectors.joining(", "));
    String detail =
        "must be one of " + set + ", with - before it descending, is " + Spelling.quoted(asked);
    return ProblemException.fields(ProblemKind.UNREADABLE, List.of(new FieldError("sort", detail)));
  }

  /** The same of rows that are read by the index of these attributes. */
  public ListOrder<R> of(List<String> attributes) {
    return new ListOrder<>(key, descending, attributes);
  }

  boolean byCreation() {
    return key.byCreation();
  }

  Sort order() {
    return order(descending ? Sort.Direction.DESC : Sort.Direction.ASC);
  }

  /** Of what has no value: the newest first. */
  Sort newest() {
    return order(Sort.Direction.DESC);
  }

  private Sort order(Sort.Direction direction) {
    Stream<String> columns =
        byCreation()
            ? Stream.concat(held.stream(), Stream.of(ID))
            : Stream.concat(held.stream().limit(1), Stream.of(key.attribute(), ID));
    return Sort.by(direction, columns.toArray(String[]::new));
  }

  /** The row's value, as a cursor keeps it; empty where it has none. */
  public String text(R row) {
    Object value = key.value().apply(row);
    return value == null ? "" : value.toString();
  }

  /**
   * Those that have a value, behind the cursor. There always is a range of the column, without
   * which H2 would read all rows by another index, and sort them.
   */
  <T extends R> Specification<T> valued(PageRequest page) {
    return (row, _, is) -> {
      if (page.before().isPresent()) {
        return behind(page, row, is);
      }
      if (held.isEmpty()) {
        return is.isNotNull(column(row, is));
      }
      return descending && byCreation()
          ? atMost(column(row, is), PageRequest.LAST, is)
          : atLeast(column(row, is), key.least(), is);
    };
  }

  private Predicate behind(PageRequest page, Root<?> row, CriteriaBuilder is) {
    Expression<UUID> id = id(row, is);
    if (byCreation()) {
      return beyond(id, page.below(), is);
    }
    Comparable<?> last = read(page.at());
    Expression<?> column = column(row, is);
    Predicate range = descending ? atMost(column, last, is) : atLeast(column, last, is);
    Predicate within =
        is.or(
            beyond(column, last, is), is.and(is.equal(column, last), beyond(id, page.below(), is)));
    return is.and(range, within);
  }

  @SuppressWarnings("unchecked") // the value is of the column's type
  private static <V extends Comparable<? super V>> Predicate atLeast(
      Expression<?> column, Comparable<?> value, CriteriaBuilder is) {
    return is.greaterThanOrEqualTo((Expression<V>) column, (V) value);
  }

  @SuppressWarnings("unchecked") // the value is of the column's type
  private static <V extends Comparable<? super V>> Predicate atMost(
      Expression<?> column, Comparable<?> value, CriteriaBuilder is) {
    return is.lessThanOrEqualTo((Expression<V>) column, (V) value);
  }

  private Comparable<?> read(String text) {
    try {
      return key.read().apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw ProblemException.fields(
          ProblemKind.UNREADABLE,
          List.of(new FieldError("cursor", "must be a next_cursor of this list")));
    }
  }

  @SuppressWarnings("unchecked") // the value was read as the column's type
  private <V extends Comparable<? super V>> Predicate beyond(
      Expression<?> column, Comparable<?> last, CriteriaBuilder is) {
    Expression<V> typed = (Expression<V>) column;
    return descending ? is.lessThan(typed, (V) last) : is.greaterThan(typed, (V) last);
  }

  /** Those without a value, behind the cursor where that is among them. */
  <T extends R> Specification<T> without(PageRequest page) {
    return (row, _, is) -> {
      Predicate none = is.isNull(column(row, is));
      boolean among = page.before().isPresent() && page.at().isEmpty();
      return among ? is.and(none, is.lessThan(id(row, is), page.below())) : none;
    };
  }

  private Expression<UUID> id(Root<?> row, CriteriaBuilder is) {
    return seen(row.<UUID>get(ID), is);
  }

  private Expression<?> column(Root<?> row, CriteriaBuilder is) {
    return seen(Listing.path(row, key.attribute()), is);
  }

  private <V> Expression<V> seen(Path<V> column, CriteriaBuilder is) {
    return held.isEmpty() ? Listing.unindexed(column, is) : column;
  }
}
