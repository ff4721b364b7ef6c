package io.descent.model;

import io.descent.storage.ListOrder;
import io.descent.storage.ListOrder.Key;
import io.descent.storage.Listing;
import io.descent.storage.TagIndex;
import io.descent.web.TagFilter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
          Key.text("name", "name", ModelHead::name),
          Key.number(
              "best.validation_loss",
              "rank.validationLoss",
              model -> model.rank().validationLoss()),
          Key.number(
              "best.validation_accuracy",
              "rank.validationAccuracy",
              model -> model.rank().validationAccuracy()),
          Key.number(
              "best.validation_r2", "rank.validationR2", model -> model.rank().validationR2()),
          Key.number("lr", "rank.lr", model -> model.rank().lr()),
          Key.whole("batch_size", "rank.batchSize", model -> model.rank().batchSize()),
          Key.whole("epochs", "rank.epochs", model -> model.rank().epochs()),
          Key.large("seed", "rank.seed", model -> model.rank().seed()));

  static ListOrder<ModelHead> sort(Optional<String> asked) {
    return ListOrder.parse(asked, SORTS);
  }

  <R extends ModelHead> Listing.Matching<R> of(TagIndex.Tagged tagged) {
    return Listing.<R>of(tagged, name).and("jobId", jobId).and("datasetId", datasetId);
  }
}
