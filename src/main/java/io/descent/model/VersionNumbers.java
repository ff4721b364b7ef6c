package io.descent.model;

import io.descent.security.Owner;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives the models of a name their numbers, each once. */
@Component
class VersionNumbers {

  private final JdbcClient jdbc;
  private final TransactionTemplate apart;

  VersionNumbers(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.apart =
        new TransactionTemplate(
            transactions,
            new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
  }

  /** Joins the caller's transaction; until its end others wait for a number of the same name. */
  int next(Owner owner, String name) {
    if (!raise(owner, name)) {
      begin(owner, name);
      raise(owner, name);
    }
    return jdbc.sql("select versions from model_name where owner = ? and name = ?")
        .params(owner.name(), name)
        .query(Integer.class)
        .single();
  }

  private boolean raise(Owner owner, String name) {
    return jdbc.sql("update model_name set versions = versions + 1 where owner = ? and name = ?")
            .params(owner.name(), name)
            .update()
        > 0;
  }

  /** In a transaction of its own: where another was faster, that must not end the caller's. */
  private void begin(Owner owner, String name) {
    try {
      apart.executeWithoutResult(
          _ ->
              jdbc.sql("insert into model_name (owner, name, versions) values (?, ?, 0)")
                  .params(owner.name(), name)
                  .update());
    } catch (DuplicateKeyException _) {
      // The name is there
    }
  }
}
