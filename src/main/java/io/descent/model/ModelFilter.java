package io.descent.model;

import io.descent.security.Owner;
import io.descent.storage.ListOrder;
import io.descent.storage.ListOrder.Key;
import io.descent.storage.Listing;
import io.descent.web.TagFilter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;

/** Which models a list shows, and in which order; an absent value lets all pass. */
record ModelFilter(
    Optional<UUID> jobId,
    Optional<UUID> datasetId,
    Optional<String> name,
    TagFilter tags,
    ListOrder<ModelHead> sort) {

  private static final List<Key<ModelHead>> SORTS =
      List.of(
          ListOrder.created(ModelHead::getId),
          new Key<>("name", "name", text -> text, ModelHead::name),
          new Key<>(
              "best.validation_loss",
              "rank.validationLoss",
              Double::valueOf,
              model -> model.rank().validationLoss()),
          new Key<>(
              "best.validation_accuracy",
              "rank.validationAccuracy",
              Double::valueOf,
              model -> model.rank().validationAccuracy()),
          new Key<>(
              "best.validation_r2",
              "rank.validationR2",
              Double::valueOf,
              model -> model.rank().validationR2()),
          new Key<>("lr", "rank.lr", Double::valueOf, model -> model.rank().lr()),
          new Key<>(
              "batch_size", "rank.batchSize", Integer::valueOf, model -> model.rank().batchSize()),
          new Key<>("epochs", "rank.epochs", Integer::valueOf, model -> model.rank().epochs()),
          new Key<>("seed", "rank.seed", Long::valueOf, model -> model.rank().seed()));

  static ListOrder<ModelHead> sort(Optional<String> asked) {
    return ListOrder.parse(asked, SORTS);
  }

  <R extends ModelHead> Specification<R> of(Owner owner) {
    return Listing.<R>of(owner.name(), name, tags)
        .and(Listing.equal("jobId", jobId))
        .and(Listing.equal("datasetId", datasetId));
  }
}
