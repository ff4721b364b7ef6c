package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.storage.Blobs;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores models. */
@Component
class NewModels {

  private final ModelRows rows;
  private final ModelDocuments documents;
  private final VersionNumbers numbers;
  private final Blobs blobs;
  private final InstantSource clock;

  NewModels(
      ModelRows rows,
      ModelDocuments documents,
      VersionNumbers numbers,
      Blobs blobs,
      InstantSource clock) {
    this.rows = rows;
    this.documents = documents;
    this.numbers = numbers;
    this.blobs = blobs;
    this.clock = clock;
  }

  /** In one transaction, the caller's where there is one. */
  @Transactional
  void store(ModelHead head, ModelDocument document, Encoding encoding) {
    blobs.keep(head.weights().id());
    int version = numbers.next(head.owner(), head.name());
    rows.save(new ModelRow(head, version, clock.instant()));
    documents.insert(head.id(), document, encoding);
  }
}
