package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes data sets, and deletes those that nothing uses. */
@Service
class DatasetStore {

  private final DatasetRows rows;
  private final Blobs blobs;
  private final ObjectProvider<DatasetUse> uses;
  private final UuidV7 uuids;
  private final InstantSource clock;

  DatasetStore(
      DatasetRows rows,
      Blobs blobs,
      ObjectProvider<DatasetUse> uses,
      UuidV7 uuids,
      InstantSource clock) {
    this.rows = rows;
    this.blobs = blobs;
    this.uses = uses;
    this.uuids = uuids;
    this.clock = clock;
  }

  UUID nextId() {
    return uuids.next();
  }

  /** Joins the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  UUID create(UUID id, Owner owner, Upload upload, StoredContent content, PendingBlobs bytes) {
    bytes.keep();
    rows.save(new DatasetRow(id, owner, upload, content, clock.instant()));
    return id;
  }

  /** Gives a form without a file a copy of the stored one that it names. */
  void reopen(Owner owner, UploadForm form, PendingBlobs bytes) throws IOException {
    Optional<UUID> from = form.from();
    if (from.isEmpty()) {
      return;
    }
    DatasetRow row =
        rows.findByOwnerAndId(owner.name(), from.get())
            .orElseThrow(
                () ->
                    ProblemException.fields(
                        ProblemKind.INVALID,
                        List.of(new FieldError("from", "there is no data set " + from.get()))));
    form.file(row.fileName, copy(row.fileId, bytes));
    if (row.labelsId().isPresent()) {
      form.labels(copy(row.labelsId().get(), bytes));
    }
  }

  private Blob copy(UUID blob, PendingBlobs bytes) throws IOException {
    try (InputStream in = blobs.open(blob)) {
      return bytes.write(in::transferTo);
    }
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
    row.blobs().forEach(blobs::drop);
  }
}
