package io.descent.storage;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.springframework.stereotype.Repository;

/**
 * Inserts new rows at once and in one batch, without the bookkeeping of a persistence context. Joins
 * the caller's transaction, and needs one. Rows that they refer to must have been flushed.
 */
@Repository
public class RowInserts {

  private final EntityManager entities;

  RowInserts(EntityManager entities) {
    this.entities = entities;
  }

  public void insert(List<?> rows) {
    Session session = entities.unwrap(Session.class);
    try (StatelessSession batch = session.statelessWithOptions().connection().open()) {
      // The connection's statements are batched as the session says whose connection it is
      session.setJdbcBatchSize(rows.size());
      batch.insertMultiple(rows);
    } finally {
      session.setJdbcBatchSize(null);
    }
  }
}
