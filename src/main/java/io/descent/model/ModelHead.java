package io.descent.model;

import io.descent.storage.JsonColumn;
import io.descent.storage.Labels;
import io.descent.storage.NamedRow;
import jakarta.persistence.Embedded;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What is short in the row of a model, and all that lists show. */
@MappedSuperclass
abstract class ModelHead extends NamedRow {

  @Immutable
  static final class DocumentJson extends JsonColumn<ModelDocument> {
    static final DocumentJson SHARED = new DocumentJson();

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
  @Embedded private @Nullable ModelRank rank;

  /** The document without what is long; absent of what an earlier version stored. */
  @Nullable String brief;

  @SuppressWarnings("NullAway.Init")
  ModelHead() {}

  ModelHead(ModelDraft draft, int version, Instant createdAt) {
    super(draft.id(), draft.owner().name(), draft.name(), createdAt);
    this.version = version;
    this.jobId = draft.jobId();
    this.datasetId = draft.document().dataset().id();
    this.parameters = draft.parameters();
    this.weightsId = draft.weights().id();
    this.weightsSize = draft.weights().size();
    this.weightsSha256 = draft.weightsSha256();
    this.labels = draft.labels();
    this.rank = ModelRank.of(draft.document());
    this.brief = DocumentJson.SHARED.convertToDatabaseColumn(draft.document().brief());
  }

  ModelRank rank() {
    return rank == null ? ModelRank.NONE : rank;
  }
}
