package io.descent.dataset;

import io.descent.storage.Labels;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The stored data sets; every question names the owner. */
interface DatasetRows extends Repository<DatasetRow, UUID>, JpaSpecificationExecutor<DatasetRow> {

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

  /** In the order of the index, or H2 would read and sort all of the name. */
  @Query(
      "from DatasetRow where owner = :owner and name = :name and sha256 = :sha256"
          + " order by owner desc, name desc, id desc")
  List<DatasetRow> newestOf(String owner, String name, String sha256, Limit limit);

  @Query(
      "select id from DatasetRow where owner = :owner and name = :name"
          + " order by owner desc, name desc, id desc")
  List<UUID> named(String owner, String name, Limit limit);

  /** Locks the row until the end of the transaction. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from DatasetRow where owner = :owner and id = :id")
  Optional<DatasetRow> locked(String owner, UUID id);

  @Modifying
  @Query("update DatasetRow set name = :name, labels = :labels where owner = :owner and id = :id")
  void label(String owner, UUID id, String name, Labels labels);

  long countByOwner(String owner);

  @Query("select coalesce(sum(bytes + blocksSize), 0) from DatasetRow where owner = :owner")
  long bytes(String owner);
}
