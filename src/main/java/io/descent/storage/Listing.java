package io.descent.storage;

import io.descent.web.PageRequest;
import io.descent.web.TagFilter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

  /** Those with this value; an absent one lets all pass. */
  public static <R> Specification<R> equal(String attribute, Optional<?> value) {
    return (row, _, is) ->
        value.map(it -> is.equal(row.get(attribute), it)).orElseGet(is::conjunction);
  }

  /** Those behind the cursor. */
  public static <R> Specification<R> behind(PageRequest page) {
    return (row, _, is) ->
        page.before().map(it -> is.lessThan(row.<UUID>get("id"), it)).orElseGet(is::conjunction);
  }

  /** The newest of them, a page and one more. */
  public static <R> Function<SpecificationFluentQuery<R>, List<R>> newest(PageRequest page) {
    return query -> query.sortBy(Sort.by("id").descending()).limit(page.limit() + 1).all();
  }
}
