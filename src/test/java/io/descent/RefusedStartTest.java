package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTest {

  /** What a version to come would leave in the history. */
  private static final String FUTURE =
      """
      insert into "flyway_schema_history" ("installed_rank", "version", "description", "type",
        "script", "checksum", "installed_by", "execution_time", "success")
      values (999, '999', 'keys', 'SQL', 'V999__keys.sql', 1, 'sa', 1, true)
      """;

  private static final String TABLES =
      "select count(*) from information_schema.tables where table_name = 'JOB'";

  private final GenericApplicationContext context = new GenericApplicationContext();
  private final RefusedStartReporter reporter = new RefusedStartReporter(context);

  @Test
  void aPortInUseNamesTheOtherWay(CapturedOutput output) {
    assertThat(report(new PortInUseException(8080, new BindException("in use")))).isTrue();
    assertThat(output).contains("port 8080 is in use").contains("--server.port=");
  }

  @Test
  void aDatabaseFileInUseNamesTheOtherWay(CapturedOutput output) {
    context.setEnvironment(new MockEnvironment().withProperty("descent.home", "/data/here"));

    assertThat(report(new SQLException("locked", "90020", 90020))).isTrue();
    assertThat(output).contains("the database in /data/here is in use").contains("--descent.home=");
  }

  @Test
  void aDatabaseThatIsAwayIsNamed(CapturedOutput output) {
    assertThat(report(new SQLException("refused", "08001"))).isTrue();
    assertThat(report(new SQLException("password", "28P01"))).isTrue();
    assertThat(output).contains("DESCENT_DB_URL").contains("DESCENT_DB_USER");
  }

  @Test
  void anAddressOfAnotherMachineIsNamed(CapturedOutput output) {
    context.setEnvironment(new MockEnvironment().withProperty("server.address", "10.1.2.3"));

    assertThat(report(new BindException("Cannot assign requested address"))).isTrue();
    assertThat(output).contains("10.1.2.3 is not an address of this machine");
  }

  @Test
  void theSentenceHasNoStackTrace(CapturedOutput output) {
    report(new PortInUseException(8080));

    assertThat(output).doesNotContain("\tat ").doesNotContain("Exception");
  }

  @Test
  void whatIsNotKnownIsLeftToOthers() {
    assertThat(report(new IllegalStateException("a mistake of ours"))).isFalse();
  }

  @Test
  void theTablesOfANewerVersionAreLeftAlone(@TempDir Path home, CapturedOutput output) {
    String url = "jdbc:h2:file:" + home.resolve("descent");
    Flyway flyway = Flyway.configure().dataSource(url, "sa", "").load();
    flyway.migrate();
    String known = flyway.info().current().getVersion().toString();
    JdbcClient database = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
    database.sql(FUTURE).update();

    assertThatException().isThrownBy(() -> start(home));

    assertThat(output)
        .contains(
            "Not started: the database was made by a newer Descent (schema 999, this build knows "
                + known
                + "): start that version, or restore a backup.")
        .doesNotContain("\tat ");
    assertThat(database.sql(TABLES).query(Integer.class).single()).isPositive();
  }

  @Test
  void aHomeThatCannotBeWrittenIsRefused(@TempDir Path directory, CapturedOutput output)
      throws IOException {
    Path home = Files.createFile(directory.resolve("file")).resolve("home");

    assertThatException().isThrownBy(() -> start(home));

    assertThat(output)
        .contains("Not started: nothing can be written to " + home)
        .contains("--descent.home=DIR")
        .doesNotContain("\tat ");
  }

  @Test
  void anEmptyDatabaseFileIsNotTakenForANewHome(@TempDir Path home, CapturedOutput output)
      throws IOException {
    Files.createFile(home.resolve("descent.mv.db"));

    assertThatException().isThrownBy(() -> start(home));

    assertThat(output).contains("Not started: the database").contains("put a backup in its place");
    assertThat(home.resolve("descent.mv.db")).isEmptyFile();
  }

  @Test
  void aDamagedDatabaseNamesTheRemedy(CapturedOutput output) {
    assertThat(report(new SQLException("File corrupted", "90030", 90030))).isTrue();
    assertThat(report(new MVStoreException(6, "Chunk 7 not found"))).isTrue();
    assertThat(report(new FlywayException("Failed migration to version 7"))).isTrue();
    assertThat(output).contains("damaged").contains("restore a backup");
  }

  private static void start(Path home) {
    new SpringApplicationBuilder(DescentApplication.class)
        .initializers(DescentApplication::resolveHome)
        .run("--descent.home=" + home, "--server.port=0", "--descent.workers=0")
        .close();
  }

  private boolean report(Exception cause) {
    return reporter.reportException(new IllegalStateException("bean not created", cause));
  }
}
