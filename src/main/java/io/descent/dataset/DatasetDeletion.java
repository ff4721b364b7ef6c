package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.storage.Blobs;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Deletes data sets that nothing uses. */
@Service
class DatasetDeletion {

  private final DatasetRows rows;
  private final Datasets datasets;
  private final Blobs blobs;
  private final ObjectProvider<DatasetUse> uses;

  DatasetDeletion(
      DatasetRows rows, Datasets datasets, Blobs blobs, ObjectProvider<DatasetUse> uses) {
    this.rows = rows;
    this.datasets = datasets;
    this.blobs = blobs;
    this.uses = uses;
  }

  /** Claims the row first, so that nobody begins to use it meanwhile. */
  @Transactional
  void delete(Owner owner, UUID id) {
    if (!datasets.claim(owner, id)) {
      throw ProblemException.notFound("data set", id);
    }
    Optional<String> user =
        uses.orderedStream().map(use -> use.userOf(id)).flatMap(Optional::stream).findFirst();
    if (user.isPresent()) {
      throw ProblemException.of(ProblemKind.CONFLICT, "the data set is in use by " + user.get());
    }
    DatasetRow row = rows.findByOwnerAndId(owner.name(), id).orElseThrow();
    rows.delete(row);
    blobs.drop(row.fileId());
    row.labelsId().ifPresent(blobs::drop);
    blobs.drop(row.blocksId());
  }
}
