package io.descent.model;

import io.descent.security.Owner;
import io.descent.storage.TagIndex;
import io.descent.web.PageRequest;
import io.descent.web.TagFilter;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;

/** Which models a list shows. */
record ModelFilter(
    Optional<UUID> jobId, Optional<UUID> datasetId, Optional<String> name, TagFilter tags) {

  <R extends ModelHead> Specification<R> of(Owner owner, PageRequest page) {
    return (row, query, where) ->
        where.and(
            where.and(conditions(owner, page, row, where).toArray(Predicate[]::new)),
            TagIndex.hasAll(row.get("id"), owner.name(), tags, query, where));
  }

  private List<Predicate> conditions(
      Owner owner, PageRequest page, Root<? extends ModelHead> row, CriteriaBuilder where) {
    List<Predicate> all = new ArrayList<>();
    all.add(where.equal(row.get("owner"), owner.name()));
    jobId.ifPresent(it -> all.add(where.equal(row.get("jobId"), it)));
    datasetId.ifPresent(it -> all.add(where.equal(row.get("datasetId"), it)));
    name.ifPresent(it -> all.add(where.equal(row.get("name"), it)));
    page.before().ifPresent(it -> all.add(where.lessThan(row.<UUID>get("id"), it)));
    return all;
  }
}
