package io.descent.model;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The names of models. */
interface ModelNameRows extends Repository<ModelNameRow, ModelNameRow.Key> {

  /** In a transaction of its own: where another was faster, that must not end the caller's. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  ModelNameRow save(ModelNameRow row);

  /** The rows changed: 0 where the name is new. */
  @Modifying
  @Query("update ModelNameRow set versions = versions + 1 where owner = :owner and name = :name")
  int raise(String owner, String name);

  @Query("select versions from ModelNameRow where owner = :owner and name = :name")
  int versions(String owner, String name);
}
