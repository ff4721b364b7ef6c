package io.descent.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** How many models of a name there ever were. */
@Entity
@Table(name = "model_name")
@IdClass(ModelNameRow.Key.class)
class ModelNameRow implements Persistable<ModelNameRow.Key> {

  record Key(String owner, String name) {}

  @Id private String owner;
  @Id private String name;
  private int versions;

  @SuppressWarnings("NullAway.Init")
  protected ModelNameRow() {}

  /** A name of which there is no model yet. */
  ModelNameRow(String owner, String name) {
    this.owner = owner;
    this.name = name;
  }

  @Override
  public Key getId() {
    return new Key(owner, name);
  }

  /** Nothing else is ever saved. */
  @Override
  public boolean isNew() {
    return true;
  }
}
