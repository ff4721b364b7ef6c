package io.descent.job;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;

class JobLeasesTest extends JobLeasesContract {

  private static final JdbcConnectionPool H2 =
      JdbcConnectionPool.create("jdbc:h2:mem:turns;DB_CLOSE_DELAY=-1", "sa", "");

  @Override
  DataSource dataSource() {
    return H2;
  }

  @AfterAll
  static void close() {
    H2.dispose();
  }
}
