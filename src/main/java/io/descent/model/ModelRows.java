package io.descent.model;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The heads of the models. */
interface ModelRows extends Repository<ModelRow, UUID>, JpaSpecificationExecutor<ModelRow> {

  ModelRow save(ModelRow row);

  Optional<ModelRow> findByIdAndOwner(UUID id, String owner);

  /** The rows removed: 1, or 0 where another was faster. */
  @Modifying
  @Query("delete from ModelRow m where m.id = :id and m.owner = :owner")
  int remove(UUID id, String owner);
}
