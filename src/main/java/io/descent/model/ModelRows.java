package io.descent.model;

import io.descent.model.ModelVersions.ModelVersion;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The models; every question names the owner. */
interface ModelRows extends Repository<ModelRow, UUID>, JpaSpecificationExecutor<ModelRow> {

  ModelRow save(ModelRow row);

  Optional<ModelRow> findByIdAndOwner(UUID id, String owner);

  boolean existsByIdAndOwner(UUID id, String owner);

  /** The rows removed: 1, or 0 where another was faster. The encoding goes with it. */
  @Modifying
  @Query("delete from ModelRow where id = :id and owner = :owner")
  int remove(UUID id, String owner);

  Optional<ModelVersion> findVersionByIdAndOwner(UUID id, String owner);

  Optional<ModelVersion> findVersionByOwnerAndNameAndVersion(
      String owner, String name, int version);

  Optional<ModelVersion> findFirstByOwnerAndNameOrderByVersionDesc(String owner, String name);

  @Query("select version from ModelRow where owner = :owner and name = :name order by version desc")
  List<Integer> versions(String owner, String name, Limit limit);
}
