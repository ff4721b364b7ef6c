package io.descent.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** How many models of a name there ever were. */
@Entity
@Table(name = "model_name")
@IdClass(ModelNameRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ModelNameRow {

  record Key(String owner, String name) {}

  @Id String owner;
  @Id String name;
  int versions;
}
