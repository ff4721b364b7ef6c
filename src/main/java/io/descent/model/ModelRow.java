package io.descent.model;

import io.descent.storage.Blob;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A model without its weights and its preprocessing. What it has learnt never changes. */
@Entity
@Table(name = "model")
class ModelRow extends ModelHead {

  @Convert(converter = DocumentJson.class)
  ModelDocument document;

  @SuppressWarnings("NullAway.Init")
  protected ModelRow() {}

  ModelRow(ModelDraft draft, int version, Instant createdAt) {
    super(draft, version, createdAt);
    this.document = draft.document();
  }

  /** Whether it gives a probability of the second of two classes. */
  boolean hasThreshold() {
    int classes = document.classes() == null ? 0 : document.classes().size();
    return Threshold.isFor(classes, document.model().path("loss").asString());
  }

  Blob weights() {
    return new Blob(weightsId, weightsSize);
  }
}
