package io.descent.storage;

import java.util.List;
import org.hibernate.StatelessSession;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Inserts new rows, many in one round trip, without keeping any of them in memory. A single row goes
 * through its repository; what a repository has saved must be flushed before rows that refer to it
 * come here.
 */
@Repository
public class BatchInserts {

  private final StatelessSession session;

  BatchInserts(StatelessSession session) {
    this.session = session;
  }

  /** Joins the caller's transaction, and needs one. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void insert(List<?> entities) {
    session.insertMultiple(entities);
  }
}
