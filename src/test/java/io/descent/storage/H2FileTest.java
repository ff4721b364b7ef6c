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

  private Path living;
  private Path database;

  @BeforeEach
  void place() throws IOException {
    living = Files.createDirectory(directory.resolve("living"));
    database = living.resolve("descent");
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

  /** The same, and what is left wherever that ends before its time. */
  private static void tables(Path database, DyingDatabase death) {
    Flyway.configure().dataSource(death.before(source(database))).load().migrate();
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
  void aFirstStartThatIsKilledAnywhereCanBeRepeated() {
    Path whole = directory.resolve("whole");
    tables(whole);
    List<String> wanted = schema(whole);
    DyingDatabase death = new DyingDatabase(living, directory.resolve("dead"));
    new H2File(database, death::step).create(there -> tables(there, death));

    List<Path> left = death.left();

    assertThat(left).hasSizeGreaterThan(50);
    for (Path directory : left) {
      Path database = directory.resolve("descent");
      new H2File(database).check();
      new H2File(database)
          .create(
              there -> {
                assertThat(file(there)).doesNotExist();
                copy(whole, there);
              });
      assertThat(schema(database)).as("killed at deed %s", directory).isEqualTo(wanted);
      assertThat(jobs(database)).isEqualTo(1);
    }
  }

  @Test
  void anUpgradeThatIsKilledAnywhereCanBeRepeated() {
    Path whole = directory.resolve("whole");
    tables(whole);
    List<String> wanted = schema(whole);
    oldTables(database);
    List<String> before = schema(database);
    DyingDatabase death = new DyingDatabase(living, directory.resolve("dead"));
    new H2File(database, death::step).upgrade(BEFORE, there -> tables(there, death));

    List<Path> left = death.left();

    assertThat(left).hasSizeGreaterThan(8);
    for (Path directory : left) {
      Path database = directory.resolve("descent");
      new H2File(database).check();
      assertThat(schema(database)).as("killed at deed %s", directory).isIn(before, wanted);
      new H2File(database)
          .upgrade(
              BEFORE,
              there -> {
                assertThat(schema(there)).isIn(before, wanted);
                copy(whole, there);
              });
      assertThat(schema(database)).as("killed at deed %s", directory).isEqualTo(wanted);
      assertThat(directory.resolve("descent.before-upgrade-of-v" + BEFORE + ".mv.db")).exists();
    }
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

  @Test
  void anEmptyFileIsNotTakenForANewHome() throws IOException {
    Path file = Files.createFile(living.resolve("descent.mv.db"));

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
        new RandomAccessFile(living.resolve("descent.mv.db").toFile(), "rw")) {
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
            living.resolve("descent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      other.lock();

      assertThatExceptionOfType(UnusableDatabase.class)
          .isThrownBy(() -> new H2File(database).create(H2FileTest::tables))
          .withMessageContaining("another process");
    }
  }
}
