package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.storage.JsonColumn;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.springframework.data.domain.Persistable;

/** How raw rows are encoded for a model; may be large, and is read only where rows come. */
@Entity
@Table(name = "model_encoding")
class ModelEncodingRow implements Persistable<UUID> {

  @Immutable
  static final class EncodingJson extends JsonColumn<Encoding> {
    EncodingJson() {
      super(Encoding.class, ModelText.JSON);
    }
  }

  @Id private UUID modelId;

  @Convert(converter = EncodingJson.class)
  private Encoding encoding;

  @SuppressWarnings("NullAway.Init")
  protected ModelEncodingRow() {}

  ModelEncodingRow(UUID modelId, Encoding encoding) {
    this.modelId = modelId;
    this.encoding = encoding;
  }

  @Override
  public UUID getId() {
    return modelId;
  }

  /** Nothing else is ever saved. */
  @Override
  public boolean isNew() {
    return true;
  }

  Encoding encoding() {
    return encoding;
  }
}
