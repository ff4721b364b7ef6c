package io.descent.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** What models were measured to be; every question names the owner. */
interface EvaluationRows extends Repository<EvaluationRow, UUID> {

  EvaluationRow save(EvaluationRow row);

  Optional<EvaluationRow> findByIdAndModelIdAndOwner(UUID id, UUID modelId, String owner);

  /** In the order of the index, or H2 would read and sort all of the model. */
  @Query(
      "from EvaluationRow where modelId = :model and owner = :owner and id < :before"
          + " order by modelId desc, id desc")
  List<EvaluationRow> newest(UUID model, String owner, UUID before, Limit limit);
}
