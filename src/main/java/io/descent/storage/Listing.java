package io.descent.storage;

import io.descent.web.PageRequest;
import io.descent.web.TagFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** What lists of an owner's things have in common. */
public final class Listing {

  private static final Sort NEWEST = Sort.by("id").descending();

  private Listing() {}

  /** The owner's things of this name, if one is given, with all of the tags. */
  public static <R> Specification<R> of(String owner, Optional<String> name, TagFilter tags) {
    Specification<R> owned = (row, _, is) -> is.equal(row.get("owner"), owner);
    return owned
        .and(equal("name", name))
        .and((row, query, is) -> TagIndex.hasAll(row.get("id"), owner, tags, query, is));
  }

  /** Those with this value; an absent one lets all pass. */
  public static <R> Specification<R> equal(String attribute, Optional<?> value) {
    return (row, _, is) ->
        value.map(it -> is.equal(row.get(attribute), it)).orElseGet(is::conjunction);
  }

  /**
   * A page of them and one more: those with a value, then those without, each by an index.
   *
   * @param <T> the rows that are read
   */
  public static <R, T extends R> List<T> sorted(
      JpaSpecificationExecutor<T> rows,
      Specification<T> matching,
      ListOrder<R> order,
      PageRequest page) {
    List<T> found = new ArrayList<>();
    if (order.byCreation() || page.before().isEmpty() || !page.at().isEmpty()) {
      found.addAll(find(rows, matching.and(order.valued(page)), order.order(), page.limit() + 1));
    }
    int left = page.limit() + 1 - found.size();
    if (left > 0 && !order.byCreation()) {
      found.addAll(find(rows, matching.and(order.without(page)), NEWEST, left));
    }
    return found;
  }

  private static <T> List<T> find(
      JpaSpecificationExecutor<T> rows, Specification<T> matching, Sort order, int most) {
    return rows.findBy(matching, query -> query.sortBy(order).limit(most).all());
  }
}
