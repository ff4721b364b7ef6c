package io.descent.storage;

import io.descent.web.PageRequest;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor.SpecificationFluentQuery;

/** What lists of an owner's things have in common. */
public final class Listing {

  private Listing() {}

  /** So many rows are found by a filter and then sorted, where no index has them in order. */
  static final int FEW = 2_000;

  /**
   * Which of an owner's things a list shows.
   *
   * @param rows those that the filters let pass, whatever their tags
   * @param filters how many there are beside the owner
   */
  public record Matching<R>(Specification<R> rows, int filters, TagIndex.Tagged tags) {

    /**
     * Those with this value; an absent one lets all pass.
     *
     * @param attribute parts of embedded ones have points between
     */
    public Matching<R> and(String attribute, Optional<?> value) {
      return value
          .map(it -> new Matching<>(rows.and(equal(attribute, it, tags)), filters + 1, tags))
          .orElse(this);
    }

    /** Those with the tags. */
    public Specification<R> all() {
      return rows.and((row, query, is) -> tags.has(row.get("id"), query, is));
    }

    /** The same without the newest that have no such tag. */
    private Specification<R> all(boolean byCreation) {
      Specification<R> all = all();
      for (UUID newest : byCreation && !tags.few() ? tags.newest() : List.<UUID>of()) {
        all = all.and((row, _, is) -> is.lessThanOrEqualTo(row.get("id"), newest));
      }
      return all;
    }
  }

  /** The owner's things of this name, if one is given, with all of the tags. */
  public static <R> Matching<R> of(TagIndex.Tagged tags, Optional<String> name) {
    Specification<R> owned = equal("owner", tags.owner(), tags);
    return new Matching<>(owned, 0, tags).and("name", name);
  }

  private static <R> Specification<R> equal(String attribute, Object value, TagIndex.Tagged tags) {
    return (row, _, is) -> {
      Path<?> column = path(row, attribute);
      return is.equal(tags.few() ? unindexed(column, is) : column, value);
    };
  }

  /** The column as a value that has no index, by which H2 would read more than what is found. */
  static <V> Expression<V> unindexed(Path<V> column, CriteriaBuilder is) {
    return is.coalesce(column, column);
  }

  static Path<?> path(Root<?> row, String attribute) {
    Path<?> path = row;
    for (String part : attribute.split("\\.")) {
      path = path.get(part);
    }
    return path;
  }

  /** How the rows of one table are found; who does it answers for the owner's being asked for. */
  public interface Search<R> {
    List<R> find(Specification<R> matching, Function<SpecificationFluentQuery<R>, List<R>> query);
  }

  /**
   * A page of them and one more: those with a value, then those without, each by an index in their
   * order, unless a filter leaves few.
   *
   * @param <T> the rows that are read
   */
  public static <R, T extends R> List<T> sorted(
      Search<T> rows, Matching<T> matching, ListOrder<R> asked, PageRequest page) {
    ListOrder<R> order = few(rows, matching, asked) ? asked.of(List.of()) : asked;
    Specification<T> all = matching.all(order.byCreation());
    List<T> found = new ArrayList<>();
    if (order.byCreation() || page.before().isEmpty() || !page.at().isEmpty()) {
      found.addAll(rows.find(all.and(order.valued(page)), first(page.limit() + 1, order.order())));
    }
    int left = page.limit() + 1 - found.size();
    if (left > 0 && !order.byCreation()) {
      found.addAll(rows.find(all.and(order.without(page)), first(left, order.newest())));
    }
    return found;
  }

  /** Whether to find what the filters let pass first; the order of creation has one of them. */
  private static <T> boolean few(Search<T> rows, Matching<T> matching, ListOrder<?> order) {
    boolean narrow = matching.filters() > (order.byCreation() ? 1 : 0);
    return matching.tags().few()
        || narrow
            && rows.find(
                    matching.rows(),
                    query -> query.limit(1).scroll(ScrollPosition.offset(FEW)).getContent())
                .isEmpty();
  }

  private static <T> Function<SpecificationFluentQuery<T>, List<T>> first(int most, Sort order) {
    return query -> query.sortBy(order).limit(most).all();
  }
}
