package io.descent.model;

import io.descent.security.Owner;
import io.descent.storage.Listing;
import io.descent.web.PageRequest;
import io.descent.web.TagFilter;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;

/** Which models a list shows. */
record ModelFilter(
    Optional<UUID> jobId, Optional<UUID> datasetId, Optional<String> name, TagFilter tags) {

  <R extends ModelHead> Specification<R> of(Owner owner, PageRequest page) {
    return Listing.<R>of(owner.name(), name, tags)
        .and(Listing.equal("jobId", jobId))
        .and(Listing.equal("datasetId", datasetId))
        .and(Listing.behind(page));
  }
}
