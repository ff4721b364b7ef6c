package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.storage.LabelPatch;
import io.descent.storage.Labels;
import io.descent.storage.ListOrder;
import io.descent.storage.ListOrder.Key;
import io.descent.storage.Listing;
import io.descent.storage.TagIndex;
import io.descent.web.FieldError;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import io.descent.web.StorableText;
import io.descent.web.TagFilter;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes data sets, and deletes those that nothing uses. */
@Service
class DatasetStore {

  private static final List<Key<DatasetHead>> SORTS =
      List.of(ListOrder.created(DatasetHead::getId), Key.text("name", "name", DatasetHead::name));

  private final DatasetRows rows;
  private final ListedDatasets listed;
  private final Blobs blobs;
  private final ObjectProvider<DatasetUse> uses;
  private final UuidV7 uuids;
  private final InstantSource clock;
  private final TagIndex tags;

  DatasetStore(
      DatasetRows rows,
      ListedDatasets listed,
      Blobs blobs,
      ObjectProvider<DatasetUse> uses,
      UuidV7 uuids,
      InstantSource clock,
      TagIndex tags) {
    this.rows = rows;
    this.listed = listed;
    this.blobs = blobs;
    this.uses = uses;
    this.uuids = uuids;
    this.clock = clock;
    this.tags = tags;
  }

  UUID nextId() {
    return uuids.next();
  }

  /** Joins the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  UUID create(UUID id, Owner owner, Upload upload, StoredContent content, PendingBlobs bytes) {
    bytes.keep();
    rows.save(new DatasetRow(id, owner, upload, content, clock.instant()));
    tags.add(owner.name(), id, upload.fields().labels().tags());
    bytes.confirm();
    return id;
  }

  /** Gives a form without a file a copy of the stored one that it names. */
  void reopen(Owner owner, UploadForm form, PendingBlobs bytes) throws IOException {
    Optional<String> from = form.from();
    if (from.isEmpty()) {
      return;
    }
    DatasetRow row =
        named(owner, from.get())
            .orElseThrow(
                () ->
                    ProblemException.fields(
                        ProblemKind.INVALID,
                        List.of(
                            new FieldError(
                                "from",
                                "no data set has the id or name " + Spelling.quoted(from.get())))));
    form.file(row.fileName, copy(row.fileId, bytes));
    if (row.labelsId().isPresent()) {
      form.labels(copy(row.labelsId().get(), bytes));
    }
  }

  /** By its id, or the newest of a name. */
  private Optional<DatasetRow> named(Owner owner, String text) {
    if (StorableText.nameProblem(text).isPresent() && UuidV7.read(text).isEmpty()) {
      return Optional.empty();
    }
    Optional<UUID> id =
        UuidV7.read(text)
            .or(() -> rows.named(owner.name(), text, Limit.of(1)).stream().findFirst());
    return id.flatMap(it -> rows.findByOwnerAndId(owner.name(), it));
  }

  private Blob copy(UUID blob, PendingBlobs bytes) throws IOException {
    try (InputStream in = blobs.open(blob)) {
      return bytes.write(in::transferTo);
    }
  }

  /**
   * Which data sets of an owner; an absent value lets all pass.
   *
   * @param sort as {@link #SORTS} has it
   */
  record Filter(Optional<String> name, TagFilter tags, ListOrder<DatasetHead> sort) {

    static Filter of(Optional<String> name, TagFilter tags, Optional<String> sort) {
      return new Filter(name, tags, ListOrder.parse(sort, SORTS));
    }

    private <R extends DatasetHead> Listing.Matching<R> of(TagIndex.Tagged tagged) {
      return Listing.of(tagged, name);
    }
  }

  /** A page of an owner's data sets. */
  Page<DatasetView> list(Owner owner, Filter filter, PageRequest page) {
    ListOrder<DatasetHead> sort = filter.sort();
    TagIndex.Tagged tagged = tags.find(owner.name(), filter.tags());
    List<ListedDataset> found =
        Listing.sorted(
            (matching, query) -> listed.findBy(matching, query), filter.of(tagged), sort, page);
    if (found.stream().allMatch(row -> row.brief != null)) {
      return page.page(found, ListedDataset::getId, sort::text, DatasetView::summary);
    }
    List<DatasetRow> whole =
        Listing.sorted(
            (matching, query) -> rows.findBy(matching, query), filter.of(tagged), sort, page);
    return page.page(whole, DatasetRow::getId, sort::text, DatasetView::summary);
  }

  /** Gives the data set another name, other tags, another description. */
  @Transactional
  void label(Owner owner, UUID id, LabelPatch patch) {
    DatasetRow row =
        rows.locked(owner.name(), id).orElseThrow(() -> ProblemException.notFound("data set", id));
    Labels labels = patch.labels(row.labels);
    rows.label(owner.name(), id, patch.name(row.name()), labels);
    tags.replace(owner.name(), id, labels.tags());
  }

  /** Claims the row first, so that nobody begins to use it meanwhile. */
  @Transactional
  void delete(Owner owner, UUID id) {
    if (rows.claim(owner.name(), id) == 0) {
      throw ProblemException.notFound("data set", id);
    }
    Optional<String> user =
        uses.orderedStream().map(use -> use.userOf(id)).flatMap(Optional::stream).findFirst();
    if (user.isPresent()) {
      throw ProblemException.of(ProblemKind.CONFLICT, "the data set is in use by " + user.get());
    }
    DatasetRow row = rows.findByOwnerAndId(owner.name(), id).orElseThrow();
    rows.delete(owner.name(), id);
    tags.remove(owner.name(), id);
    row.blobs().forEach(blobs::drop);
  }
}
