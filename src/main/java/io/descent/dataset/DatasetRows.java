package io.descent.dataset;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The stored data sets; every question names the owner. */
interface DatasetRows extends Repository<DatasetRow, UUID> {

  DatasetRow save(DatasetRow row);

  Optional<DatasetRow> findByOwnerAndId(String owner, UUID id);

  /** Touches the row, so that deleting it at the same moment conflicts; 0 where there is none. */
  @Transactional
  @Modifying
  @Query("update DatasetRow set claims = claims + 1 where owner = :owner and id = :id")
  int claim(String owner, UUID id);

  @Transactional
  @Modifying
  @Query("delete from DatasetRow where owner = :owner and id = :id")
  void delete(String owner, UUID id);

  @Query(
      "from DatasetRow where owner = :owner and name = :name and sha256 = :sha256 order by id desc")
  List<DatasetRow> newestOf(String owner, String name, String sha256, Limit limit);

  @Query("select id from DatasetRow where owner = :owner and name = :name order by id desc")
  List<UUID> named(String owner, String name, Limit limit);

  @Query("from DatasetRow where owner = :owner order by id desc")
  List<DatasetRow> newest(String owner, Limit limit);

  @Query("from DatasetRow where owner = :owner and id < :before order by id desc")
  List<DatasetRow> newestBefore(String owner, UUID before, Limit limit);

  long countByOwner(String owner);

  @Query("select coalesce(sum(bytes + blocksSize), 0) from DatasetRow where owner = :owner")
  long bytes(String owner);
}
