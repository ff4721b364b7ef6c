package io.descent.security;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What callers of all owners did, for whoever lets them in. */
interface AdminAudit extends Repository<AuditRow, UUID> {

  AuditRow save(AuditRow row);

  @Query("from AuditRow where id < :before order by id desc")
  List<AuditRow> newestBefore(UUID before, Limit limit);

  @Query("from AuditRow order by id desc")
  List<AuditRow> newest(Limit limit);

  @Transactional
  @Modifying
  @Query("delete from AuditRow where createdAt < :oldest")
  int deleteAllBefore(Instant oldest);
}
