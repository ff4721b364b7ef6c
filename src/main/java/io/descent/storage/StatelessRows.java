package io.descent.storage;

import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.ZoneOffset;
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

  /**
   * Changes rows by a statement of the database itself, which takes a fraction of what a query of
   * entities does: for what is done at each state of a training.
   *
   * @param values of the statement's places: numbers, texts, ids, moments
   * @return the rows changed
   */
  public int change(String statement, Object... values) {
    return entities
        .unwrap(Session.class)
        .doReturningWork(
            connection -> {
              try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                for (int i = 0; i < values.length; i++) {
                  Object value = values[i];
                  prepared.setObject(
                      i + 1,
                      value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value);
                }
                return prepared.executeUpdate();
              }
            });
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
