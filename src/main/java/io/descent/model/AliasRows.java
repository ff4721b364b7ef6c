package io.descent.model;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The aliases of models and their moves; every question names the owner. */
interface AliasRows extends Repository<AliasRow, UUID> {

  /** A model and a name that points at it. */
  record Pointer(UUID modelId, String alias) {}

  @Query("select modelId from AliasRow where owner = :owner and alias = :alias")
  Optional<UUID> model(String owner, String alias);

  Optional<AliasRow> findByOwnerAndAlias(String owner, String alias);

  /** In the order of the index, or H2 would read and sort all of the owner. */
  @Query("from AliasRow where owner = :owner and id < :before order by owner desc, id desc")
  List<AliasRow> newest(String owner, UUID before, Limit limit);

  @Query(
      "select modelId, alias from AliasRow where owner = :owner and modelId in :models"
          + " order by alias")
  List<Pointer> pointers(String owner, Collection<UUID> models);

  /** The rows changed: 0 where the alias is new. */
  @Modifying
  @Query(
      "update AliasRow set modelId = :model, updatedAt = :now"
          + " where owner = :owner and alias = :alias")
  int move(String owner, String alias, UUID model, Instant now);

  @Modifying
  @Query("delete from AliasRow where owner = :owner and alias = :alias")
  int remove(String owner, String alias);

  /** The newest moves of each alias, newest first. */
  @Query(
      """
      select m from AliasMoveRow m join (
        select a.id as id,
          row_number() over (partition by a.alias order by a.id desc) as place
        from AliasMoveRow a where a.owner = :owner and a.alias in :aliases) newest
      on newest.id = m.id
      where m.owner = :owner and newest.place <= :most order by m.id desc
      """)
  List<AliasMoveRow> moves(String owner, Collection<String> aliases, int most);

  @Modifying
  @Query("delete from AliasMoveRow where owner = :owner and alias = :alias and id < :first")
  void forget(String owner, String alias, UUID first);
}
