package io.descent.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/**
 * How raw rows are encoded for a model, as JSON; may be large, and is read only where rows come.
 */
@Entity
@Table(name = "model_encoding")
@SuppressWarnings("NullAway.Init")
class ModelEncodingRow {

  @Id UUID modelId;
  String encoding;
}
