package io.descent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class H2StoreTest {

  @TempDir Path directory;

  private final HikariDataSource pool = new HikariDataSource();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private H2Store store;
  private JdbcClient database;

  @BeforeEach
  void open() {
    store = new H2Store(FullDisk.url(directory.resolve("descent")), "sa", "");
    store.serve(pool);
    pool.setConnectionTimeout(2_000);
    database = JdbcClient.create(pool);
    database.sql("create table thing (id integer primary key)").update();
    assertThat(write(1)).isEqualTo(1);
  }

  @AfterEach
  void close() throws SQLException {
    FullDisk.free();
    pool.close();
    store.close();
  }

  private int write(int id) {
    return database.sql("insert into thing values (?)").param(id).update();
  }

  private long count() {
    return database.sql("select count(*) from thing").query(Long.class).single();
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Read-only file system"})
  void aDiskThatTakesNothingIsReadAndThenWrittenAgain(String why) {
    FullDisk.fill(why);

    assertThatException().isThrownBy(() -> write(2)).withStackTraceContaining(why);
    assertThat(store.unwritable()).contains(why);
    for (int i = 0; i < 20; i++) {
      assertThat(count()).isEqualTo(1);
    }
    assertThatException().isThrownBy(() -> write(3)).withStackTraceContaining("read only");
    store.tryAgain();
    assertThat(store.unwritable()).isPresent();

    FullDisk.free();
    store.tryAgain();

    assertThat(store.unwritable()).isEmpty();
    assertThat(write(4)).isEqualTo(1);
    assertThat(count()).isEqualTo(2);
  }

  /** H2 gives up after two seconds, unless it is told otherwise. */
  @Test
  void whoeverWantsARowThatOthersHaveWaitsForItsTurn() throws Exception {
    try (Connection other = pool.getConnection();
        ExecutorService clients = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      JdbcClient.create(new SingleConnectionDataSource(other, true))
          .sql("select id from thing for update")
          .query(Long.class)
          .single();
      Future<Integer> waiting = clients.submit(() -> database.sql("delete from thing").update());
      assertThatThrownBy(() -> waiting.get(2500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      other.commit();
      assertThat(waiting.get()).isEqualTo(1);
    }
  }

  /** As H2 does when memory runs out in a statement. */
  @Test
  void aDatabaseThatClosedItselfIsOpenedAgain() {
    database.sql("shutdown immediately").update();

    assertThat(write(2)).isEqualTo(1);
    assertThat(count()).isEqualTo(2);
    assertThat(store.unwritable()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedIsThereWhereverTheDiskFilled() {
    int acknowledged = 1;
    for (int round = 1; round <= 10; round++) {
      for (int i = 0; i < round; i++) {
        acknowledged += write(acknowledged + 1);
      }
      FullDisk.fill("No space left on device");
      int next = acknowledged + 1;
      assertThatException().isThrownBy(() -> write(next));
      assertThat(count()).isEqualTo(acknowledged);
      FullDisk.free();
      store.tryAgain();
      assertThat(count()).isEqualTo(acknowledged);
    }
  }

  /** Each commit leaves what it replaced behind. */
  @Test
  void whatIsUnusedIsGivenBackWhenTheDatabaseIsHardlyUsed() {
    long grown = grown();
    H2Upkeep upkeep = upkeep();

    use(500);
    upkeep.giveBack();
    assertThat(store.size()).isEqualTo(grown);
    use(499);
    upkeep.giveBack();

    assertThat(store.size()).isLessThan(grown / 4);
    assertThat(count()).isEqualTo(999);
    write(1_000);
    assertThat(count()).isEqualTo(1_000);
  }

  @Test
  void whileMuchIsAskedItIsGivenBackAfterNineMinutes() {
    grown();
    H2Upkeep upkeep = upkeep();
    int looks = 0;
    for (long before = store.size(); store.size() >= before; looks++) {
      use(500);
      upkeep.giveBack();
    }
    assertThat(looks).isEqualTo(9);
  }

  @Test
  void whatCouldNotBeGivenBackInTimeIsGivenBackAtTheNextLook() throws SQLException {
    long grown = grown();
    H2Upkeep upkeep = upkeep();
    try (Connection _ = pool.getConnection()) {
      for (int i = 0; i < 9; i++) {
        use(500);
        upkeep.giveBack();
      }
      assertThat(store.size()).isEqualTo(grown);
    }
    use(500);
    upkeep.giveBack();
    assertThat(store.size()).isLessThan(grown);
  }

  private long grown() {
    for (int i = 2; i < 1_000; i++) {
      write(i);
    }
    assertThat(store.size()).isGreaterThan(6L << 20);
    return store.size();
  }

  private void use(int times) {
    for (int i = 0; i < times; i++) {
      meters.timer("hikaricp.connections.acquire").record(Duration.ZERO);
    }
  }

  private H2Upkeep upkeep() {
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    beans.registerSingleton("store", store);
    return new H2Upkeep(beans.getBeanProvider(H2Store.class), meters);
  }

  @Test
  void anythingElseThatFailsClosesNothing() {
    assertThatException().isThrownBy(() -> write(1)).withStackTraceContaining("23505");
    assertThat(store.unwritable()).isEmpty();
    assertThat(write(2)).isEqualTo(1);
  }

  @Test
  void onlyFilesAreLookedAfter() {
    assertThat(H2Store.isFile("jdbc:h2:file:/data/descent;WRITE_DELAY=0")).isTrue();
    assertThat(H2Store.isFile("jdbc:h2:./descent")).isTrue();
    assertThat(H2Store.isFile("jdbc:h2:mem:descent")).isFalse();
    assertThat(H2Store.isFile("jdbc:h2:tcp://host/descent")).isFalse();
    assertThat(H2Store.isFile("jdbc:postgresql://host/descent")).isFalse();
  }
}
