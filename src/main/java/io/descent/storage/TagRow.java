package io.descent.storage;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** A tag of a thing, as lists are asked for it. */
@Entity
@Table(name = "tag")
@IdClass(TagRow.Key.class)
class TagRow {

  record Key(UUID itemId, String word) {}

  @Id private UUID itemId;
  @Id private String word;
  private String owner;

  @SuppressWarnings("NullAway.Init") // for rows that are read
  protected TagRow() {}

  TagRow(UUID itemId, String word, String owner) {
    this.itemId = itemId;
    this.word = word;
    this.owner = owner;
  }
}
