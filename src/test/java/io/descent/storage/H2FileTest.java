package io.descent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class H2FileTest {

  /** A version that was released. */
  private static final String BEFORE = "9";

  private static final String SCHEMA =
      """
      select table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable
        from information_schema.columns where table_schema = 'PUBLIC'
      union all
      select table_name || ' ' || constraint_type || ' ' || constraint_name
        from information_schema.table_constraints where table_schema = 'PUBLIC'
          and constraint_type <> 'FOREIGN KEY'
      union all
      select index_name || ' ' || column_name || ' ' || ordinal_position
        from information_schema.index_columns where table_schema = 'PUBLIC'
          and index_name not like 'CONSTRAINT%' and index_name not like 'PRIMARY_KEY%'
      union all
      select 'version ' || "version" || ' ' || "success" from "flyway_schema_history"
      order by 1
      """;

  @TempDir Path directory;

  private Path database;
  private final DyingDatabase death = new DyingDatabase();

  @BeforeEach
  void place() {
    database = directory.resolve("descent");
  }

  private static String url(Path database) {
    return "jdbc:h2:file:" + database + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
  }

  private static JdbcDataSource source(Path database) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url(database));
    source.setUser("sa");
    source.setPassword("");
    return source;
  }

  private static void tables(Path database) {
    Flyway.configure().dataSource(source(database)).load().migrate();
  }

  private static void oldTables(Path database) {
    Flyway.configure().dataSource(source(database)).target(BEFORE).load().migrate();
  }

  /** What a killed process leaves of the database it was at is what it had written. */
  private void tablesOrDeath(Path there) {
    try {
      Flyway.configure().dataSource(death.before(source(there))).load().migrate();
    } catch (DyingDatabase.Killed e) {
      try (Connection connection = DriverManager.getConnection(url(there), "sa", "");
          Statement statement = connection.createStatement()) {
        statement.execute("shutdown immediately");
      } catch (SQLException _) {
        // closed with it
      }
      throw e;
    }
  }

  private static List<String> schema(Path database) {
    return JdbcClient.create(source(database)).sql(SCHEMA).query(String.class).list();
  }

  private static long jobs(Path database) {
    return JdbcClient.create(source(database))
        .sql("select count(*) from write_probe")
        .query(Long.class)
        .single();
  }

  @Test
  void aFirstStartThatIsKilledAnywhereCanBeRepeated() throws IOException {
    Path whole = directory.resolve("whole");
    tables(whole);
    List<String> wanted = schema(whole);

    int kills = 0;
    for (boolean died = true; died; kills++) {
      deleteFiles();
      died =
          death.comes(kills, () -> new H2File(database, death::step).create(this::tablesOrDeath));

      new H2File(database).check();
      new H2File(database)
          .create(
              there -> {
                assertThat(file(there)).doesNotExist();
                copy(whole, there);
              });
      assertThat(schema(database)).as("killed at deed %d", kills).isEqualTo(wanted);
      assertThat(jobs(database)).isEqualTo(1);
    }
    assertThat(kills).isGreaterThan(50);
  }

  @Test
  void anUpgradeThatIsKilledAnywhereCanBeRepeated() throws IOException {
    Path whole = directory.resolve("whole");
    tables(whole);
    List<String> wanted = schema(whole);
    Path old = directory.resolve("old");
    oldTables(old);
    List<String> before = schema(old);

    int kills = 0;
    for (boolean died = true; died; kills++) {
      deleteFiles();
      copy(old, database);
      died =
          death.comes(
              kills, () -> new H2File(database, death::step).upgrade(BEFORE, this::tablesOrDeath));

      new H2File(database).check();
      assertThat(schema(database)).as("killed at deed %d", kills).isIn(before, wanted);
      new H2File(database)
          .upgrade(
              BEFORE,
              there -> {
                assertThat(schema(there)).isIn(before, wanted);
                copy(whole, there);
              });
      assertThat(schema(database)).as("killed at deed %d", kills).isEqualTo(wanted);
    }
    assertThat(kills).isGreaterThan(8);
    assertThat(directory.resolve("descent.before-upgrade-of-v" + BEFORE + ".mv.db")).exists();
  }

  private static Path file(Path database) {
    return Path.of(database + ".mv.db");
  }

  /** What making the same tables again would give. */
  private static void copy(Path from, Path to) {
    try {
      Files.copy(file(from), file(to), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteFiles() throws IOException {
    try (var files = Files.newDirectoryStream(directory, "descent*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  @Test
  void anEmptyFileIsNotTakenForANewHome() throws IOException {
    Path file = Files.createFile(directory.resolve("descent.mv.db"));

    assertThatExceptionOfType(UnusableDatabase.class)
        .isThrownBy(() -> new H2File(database).check())
        .withMessageContaining(file.toString())
        .withMessageContaining("backup");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.6, 0.95})
  void aFileThatIsCutOffIsRefused(double share) throws IOException {
    tables(database);
    new H2File(database).check();
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve("descent.mv.db").toFile(), "rw")) {
      file.setLength((long) (file.length() * share));
    }

    assertThatExceptionOfType(UnusableDatabase.class)
        .isThrownBy(() -> new H2File(database).check())
        .withMessageContaining("cut off");
  }

  @Test
  void tablesThatAnotherProcessMakesAreWaitedFor() throws IOException {
    try (FileChannel other =
        FileChannel.open(
            directory.resolve("descent.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      other.lock();

      assertThatExceptionOfType(UnusableDatabase.class)
          .isThrownBy(() -> new H2File(database).create(H2FileTest::tables))
          .withMessageContaining("another process");
    }
  }
}
