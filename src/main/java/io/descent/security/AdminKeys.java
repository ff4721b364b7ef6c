package io.descent.security;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The keys of all owners, for whoever lets callers in. */
interface AdminKeys extends Repository<KeyRow, UUID>, Quota.Turns {

  KeyRow save(KeyRow key);

  Optional<KeyRow> findById(UUID id);

  Optional<KeyRow> findBySha256(String sha256);

  @Query("from KeyRow where id < :before order by id desc")
  List<KeyRow> newestBefore(UUID before, Limit limit);

  @Query("from KeyRow order by id desc")
  List<KeyRow> newest(Limit limit);

  long count();

  /** A scope is one of the words of a list. */
  @Query(
      "select count(*) from KeyRow where scopes like concat('%', :scope, '%')"
          + " and (expiresAt is null or expiresAt > :now)")
  long countValid(String scope, Instant now);

  @Override
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from KeyRow where owner = :owner order by id")
  List<KeyRow> locked(String owner, Limit limit);

  @Transactional
  @Modifying
  @Query("delete from KeyRow where id = :id")
  int delete(UUID id);

  @Transactional
  @Modifying
  @Query("delete from KeyRow where fromEnvironment = true and sha256 <> :sha256")
  int deleteOthersFromEnvironment(String sha256);

  @Transactional
  @Modifying
  @Query("update KeyRow set lastUsedAt = :now where id = :id")
  int use(UUID id, Instant now);
}
