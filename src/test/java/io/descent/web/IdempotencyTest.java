package io.descent.web;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

class IdempotencyTest extends IdempotencyContract {

  @Override
  DataSource dataSource() {
    return JdbcConnectionPool.create("jdbc:h2:mem:idempotency;DB_CLOSE_DELAY=-1", "sa", "");
  }
}
