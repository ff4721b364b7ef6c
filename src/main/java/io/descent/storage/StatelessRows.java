package io.descent.storage;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.springframework.stereotype.Repository;

/**
 * Writes rows at once, by statements made when the service starts, without the bookkeeping of a
 * persistence context. Joins the caller's transaction, and needs one. Rows that new ones refer to
 * must have been flushed.
 */
@Repository
public class StatelessRows {

  private final EntityManager entities;

  StatelessRows(EntityManager entities) {
    this.entities = entities;
  }

  /** New rows of one table, in one batch. */
  public void insert(List<?> rows) {
    write(rows.size(), session -> session.insertMultiple(rows));
  }

  /**
   * Writes over the one row of this id.
   *
   * @throws org.springframework.dao.OptimisticLockingFailureException where there is none
   */
  public void update(Object row) {
    write(1, session -> session.update(row));
  }

  private void write(int batch, Consumer<StatelessSession> writing) {
    Session session = entities.unwrap(Session.class);
    try (StatelessSession stateless = session.statelessWithOptions().connection().open()) {
      // The connection's statements are batched as the session says whose connection it is
      session.setJdbcBatchSize(batch);
      writing.accept(stateless);
    } finally {
      session.setJdbcBatchSize(null);
    }
  }
}
