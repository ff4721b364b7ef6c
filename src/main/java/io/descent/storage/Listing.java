package io.descent.storage;

import io.descent.web.PageRequest;
import io.descent.web.TagFilter;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor.SpecificationFluentQuery;

/** What lists of an owner's things have in common. */
public final class Listing {

  private Listing() {}

  /** The owner's things of this name, if one is given, with all of the tags. */
  public static <R> Specification<R> of(String owner, Optional<String> name, TagFilter tags) {
    Specification<R> owned = (row, _, is) -> is.equal(row.get("owner"), owner);
    return owned
        .and(equal("name", name))
        .and((row, query, is) -> TagIndex.hasAll(row.get("id"), owner, tags, query, is));
  }

  /**
   * Those with this value; an absent one lets all pass.
   *
   * @param attribute parts of embedded ones have points between
   */
  public static <R> Specification<R> equal(String attribute, Optional<?> value) {
    return (row, _, is) ->
        value.map(it -> is.equal(path(row, attribute), it)).orElseGet(is::conjunction);
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
   * A page of them and one more: those with a value, then those without, each by an index.
   *
   * @param <T> the rows that are read
   */
  public static <R, T extends R> List<T> sorted(
      Search<T> rows, Specification<T> matching, ListOrder<R> order, PageRequest page) {
    List<T> found = new ArrayList<>();
    if (order.byCreation() || page.before().isEmpty() || !page.at().isEmpty()) {
      Specification<T> valued = matching.and(order.valued(page));
      found.addAll(rows.find(valued, first(page.limit() + 1, order.order())));
    }
    int left = page.limit() + 1 - found.size();
    if (left > 0 && !order.byCreation()) {
      found.addAll(rows.find(matching.and(order.without(page)), first(left, order.newest())));
    }
    return found;
  }

  private static <T> Function<SpecificationFluentQuery<T>, List<T>> first(int most, Sort order) {
    return query -> query.sortBy(order).limit(most).all();
  }
}
