package io.descent.storage;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class BlobsTest extends BlobsContract {

  @Override
  DataSource dataSource() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:blobs;DB_CLOSE_DELAY=-1");
    return h2;
  }
}
