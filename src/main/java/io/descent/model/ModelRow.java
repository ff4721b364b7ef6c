package io.descent.model;

import io.descent.storage.Blob;
import io.descent.web.Problems;
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

  /** Only a probability of one of two classes has a threshold. */
  void requireThreshold(Problems problems) {
    boolean two = document.classes() != null && document.classes().size() == 2;
    if (!two || document.model().path("loss").asString().equals("mse")) {
      problems.invalid("/threshold", "is for probabilities of two classes, which it does not give");
    }
  }

  Blob weights() {
    return new Blob(weightsId, weightsSize);
  }
}
