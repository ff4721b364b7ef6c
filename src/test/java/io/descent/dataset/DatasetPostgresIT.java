package io.descent.dataset;

import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

@Testcontainers(disabledWithoutDocker = true)
@ActiveProfiles("postgres")
class DatasetPostgresIT extends DatasetHttpTest {

  @Container
  private static final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:17");

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    properties.add("descent.db.url", postgres::getJdbcUrl);
    properties.add("spring.datasource.username", postgres::getUsername);
    properties.add("spring.datasource.password", postgres::getPassword);
  }
}
