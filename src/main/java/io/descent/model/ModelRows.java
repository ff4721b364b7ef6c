package io.descent.model;

import io.descent.model.ModelVersions.ModelVersion;
import io.descent.storage.Labels;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The models with their encodings and names; every question names the owner. */
interface ModelRows extends Repository<ModelRow, UUID>, JpaSpecificationExecutor<ModelRow> {

  ModelRow save(ModelRow row);

  Optional<ModelRow> findByIdAndOwner(UUID id, String owner);

  boolean existsByIdAndOwner(UUID id, String owner);

  /** The rows removed: 1, or 0 where another was faster. The encoding goes with it. */
  @Modifying
  @Query("delete from ModelRow where id = :id and owner = :owner")
  int remove(UUID id, String owner);

  @Modifying(flushAutomatically = true)
  @Query(
      "insert into ModelEncodingRow (modelId, encoding)"
          + " select id, :encoding from ModelRow where id = :id and owner = :owner")
  void addEncoding(UUID id, String owner, String encoding);

  @Query(
      "select e.encoding from ModelEncodingRow e join ModelRow m on m.id = e.modelId"
          + " where m.id = :id and m.owner = :owner")
  Optional<String> encoding(UUID id, String owner);

  /** Locks the row, so that deleting it at the same moment waits; 0 where there is none. */
  @Modifying
  @Query("update ModelRow set version = version where id = :id and owner = :owner")
  int claim(UUID id, String owner);

  /** The rows changed: 1, or 0 where there is no such model. */
  @Modifying
  @Query("update ModelRow set threshold = :threshold where id = :id and owner = :owner")
  int answerFrom(UUID id, String owner, @Nullable Double threshold);

  /** Locks the row until the end of the transaction. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from ModelRow where id = :id and owner = :owner")
  Optional<ModelRow> locked(UUID id, String owner);

  @Modifying
  @Query(
      "update ModelRow set name = :name, version = :version, labels = :labels"
          + " where id = :id and owner = :owner")
  void label(UUID id, String owner, String name, int version, Labels labels);

  @Query(
      "select threshold from ModelRow where id = :id and owner = :owner and threshold is not null")
  Optional<Double> threshold(UUID id, String owner);

  long countByOwner(String owner);

  @Query("select weightsSize from ModelRow where id = :id and owner = :owner")
  Optional<Long> weightsSize(UUID id, String owner);

  @Query("select coalesce(sum(weightsSize), 0) from ModelRow where owner = :owner")
  long bytes(String owner);

  Optional<ModelVersion> findVersionByIdAndOwner(UUID id, String owner);

  Optional<ModelVersion> findVersionByOwnerAndNameAndVersion(
      String owner, String name, int version);

  /** In the order of the index, or H2 would read and sort all of the name. */
  @Query(
      "select id, version from ModelRow where owner = :owner and name = :name"
          + " order by owner desc, name desc, version desc")
  List<ModelVersion> newest(String owner, String name, Limit limit);

  @Query(
      "select version from ModelRow where owner = :owner and name = :name"
          + " order by owner desc, name desc, version desc")
  List<Integer> versions(String owner, String name, Limit limit);

  @Query("select name from ModelRow where id = :id and owner = :owner")
  Optional<String> name(UUID id, String owner);

  /** In a transaction of its own: where another was faster, that must not end the caller's. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  @Modifying
  @Query("insert into ModelNameRow (owner, name, versions) values (:owner, :name, 0)")
  void addName(String owner, String name);

  /** The rows changed: 0 where the name is new. */
  @Modifying
  @Query("update ModelNameRow set versions = versions + 1 where owner = :owner and name = :name")
  int raiseVersions(String owner, String name);

  @Query("select versions from ModelNameRow where owner = :owner and name = :name")
  int newestVersion(String owner, String name);
}
