package io.descent.model;

import io.descent.storage.Blob;
import io.descent.storage.JsonColumn;
import io.descent.storage.Labels;
import io.descent.storage.NamedRow;
import io.descent.web.Problems;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A model without its weights and its preprocessing. What it has learnt never changes. */
@Entity
@Table(name = "model")
class ModelRow extends NamedRow {

  @Immutable
  static final class DocumentJson extends JsonColumn<ModelDocument> {
    DocumentJson() {
      super(ModelDocument.class, ModelText.JSON);
    }
  }

  int version;
  @Nullable UUID jobId;
  UUID datasetId;
  long parameters;
  UUID weightsId;
  long weightsSize;
  String weightsSha256;
  @Nullable Double threshold;

  @Embedded Labels labels = Labels.NONE;

  @Convert(converter = DocumentJson.class)
  ModelDocument document;

  @SuppressWarnings("NullAway.Init")
  protected ModelRow() {}

  ModelRow(ModelDraft draft, int version, Instant createdAt) {
    super(draft.id(), draft.owner().name(), draft.name(), createdAt);
    this.version = version;
    this.jobId = draft.jobId();
    this.datasetId = draft.document().dataset().id();
    this.parameters = draft.parameters();
    this.weightsId = draft.weights().id();
    this.weightsSize = draft.weights().size();
    this.weightsSha256 = draft.weightsSha256();
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
