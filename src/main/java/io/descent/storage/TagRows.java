package io.descent.storage;

import java.util.Collection;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The tags by which lists find things. */
interface TagRows extends Repository<TagRow, TagRow.Key> {

  @Modifying
  @Query("delete from TagRow where itemId in :items and owner = :owner")
  void remove(Collection<UUID> items, String owner);
}
