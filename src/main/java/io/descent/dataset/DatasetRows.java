package io.descent.dataset;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The stored data sets; every question names the owner. */
interface DatasetRows extends Repository<DatasetRow, UUID> {

  DatasetRow save(DatasetRow row);

  void delete(DatasetRow row);

  Optional<DatasetRow> findByOwnerAndId(String owner, UUID id);

  Optional<DatasetRow> findById(UUID id);

  @Query("from DatasetRow where owner = :owner order by id desc")
  List<DatasetRow> newest(String owner, Limit limit);

  @Query("from DatasetRow where owner = :owner and id < :before order by id desc")
  List<DatasetRow> newestBefore(String owner, UUID before, Limit limit);
}
