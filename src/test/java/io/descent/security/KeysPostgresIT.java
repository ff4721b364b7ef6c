package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.KeyedServiceTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.data.domain.Limit;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

@Testcontainers(disabledWithoutDocker = true)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "descent.home=target/postgres-test",
      "descent.security.mode=keys",
      "descent.security.admin-key=" + KeyedServiceTest.ADMIN
    })
@ActiveProfiles("postgres")
class KeysPostgresIT extends KeysTest {

  @Container
  private static final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:17");

  @Autowired private AdminAudit audit;
  @Autowired private AdminKeys keys;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    properties.add("descent.db.url", postgres::getJdbcUrl);
    properties.add("spring.datasource.username", postgres::getUsername);
    properties.add("spring.datasource.password", postgres::getPassword);
  }

  @Test
  void theAuditIsReadNewestFirstAndGoesWithItsTime() {
    Instant now = Instant.now();
    Instant yesterday = now.minus(1, ChronoUnit.DAYS);
    audit.save(entry(new UUID(0, 1), "a\nb\\c", yesterday));
    audit.save(entry(new UUID(0, 2), "second", yesterday));

    assertThat(audit.newestBefore(new UUID(0, 3), Limit.of(10)))
        .extracting(row -> row.subject().orElseThrow())
        .containsExactly("second", "a\nb\\c");
    assertThat(audit.newest(Limit.of(1))).hasSize(1);
    assertThat(audit.deleteAllBefore(now.minus(1, ChronoUnit.HOURS))).isEqualTo(2);
  }

  @Test
  void onlyAKeyOfTheAdministratorThatIsValidCounts() {
    Instant now = Instant.now();

    assertThat(keys.countValid("admin", now)).isEqualTo(1);
    assertThat(keys.deleteOthersFromEnvironment(KeyRow.digest(KeyedServiceTest.ADMIN))).isZero();
  }

  private static AuditRow entry(UUID id, String subject, Instant at) {
    Caller caller = new Caller(new Owner("o"), Set.of(), Optional.empty(), KeyLimits.NONE);
    return new AuditRow(id, caller, "POST /x", Optional.of(subject), 200, at);
  }
}
