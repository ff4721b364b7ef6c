package io.descent.storage;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The tags by which lists find things. */
interface TagRows extends Repository<TagRow, TagRow.Key> {

  /** The newest first, in the order of the index. */
  @Query(
      """
      select t.itemId from TagRow t where t.owner = :owner and t.word = :word
      order by t.owner desc, t.word desc, t.itemId desc
      """)
  List<UUID> items(String owner, String word, Limit most);

  @Modifying
  @Query("delete from TagRow where itemId in :items and owner = :owner")
  void remove(Collection<UUID> items, String owner);
}
