package io.descent.model;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The preprocessing of the models; goes with its model. */
interface ModelEncodings extends Repository<ModelEncodingRow, UUID> {

  ModelEncodingRow save(ModelEncodingRow row);

  @Query(
      "select e from ModelEncodingRow e join ModelRow m on m.id = e.modelId"
          + " where m.id = :id and m.owner = :owner")
  Optional<ModelEncodingRow> find(UUID id, String owner);
}
