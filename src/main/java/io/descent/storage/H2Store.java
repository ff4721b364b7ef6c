package io.descent.storage;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * An H2 file behind the pool. H2 closes a file for good when it cannot write to
 * it or when memory runs out, and its connections still call themselves valid. Here the file is
 * opened again at once: for reading alone as long as its disk takes nothing, and as before when it
 * does.
 */
public final class H2Store {

  /** Whether a JDBC address names a file of H2, and not its memory or a server. */
  public static boolean isFile(String url) {
    return url.startsWith("jdbc:h2:") && !url.matches("jdbc:h2:(mem|tcp|ssl|zip):.*");
  }

  private static final Logger log = LoggerFactory.getLogger(H2Store.class);

  /** Closed, called while it shut down, connection broken, out of memory. */
  private static final Set<Integer> CLOSED = Set.of(90098, 90121, 90067, 90108);

  private static final int ENOUGH_ROOM = 8 << 20;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int TRIES = 3;

  private final String url;
  private final String user;
  private final String password;
  private final Object lock = new Object();
  private @Nullable HikariDataSource pool;
  private @Nullable JdbcConnection keeper;
  private volatile boolean copying;
  private volatile Optional<String> unwritable = Optional.empty();

  public H2Store(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** Becomes the pool's source, with a file that has all tables where there was none. */
  void serve(HikariDataSource served) {
    H2File file = new H2File(Path.of(realPath()));
    file.check();
    file.create(this::makeTables);
    pool = served;
    served.setDataSource(new Source());
    served.setExceptionOverride(new Revival());
    served.setAllowPoolSuspension(true);
  }

  /** Why nothing can be written now. */
  Optional<String> unwritable() {
    return unwritable;
  }

  private void makeTables(Path database) {
    String there = "jdbc:h2:file:" + database + url.replaceFirst("^[^;]*", "");
    Flyway.configure().dataSource(there, user, password).load().migrate();
  }

  /**
   * Brings the tables up to date, all or none.
   *
   * @param version of the tables as they are
   */
  public void upgrade(String version) {
    quietly(
        LONGEST_PAUSE,
        true,
        () -> {
          synchronized (lock) {
            execute("shutdown");
            evict();
            new H2File(Path.of(realPath())).upgrade(version, this::makeTables);
          }
        });
  }

  /** Without the file system that a test may have put before it. */
  private String realPath() {
    String real = path().replaceFirst("^[a-z]{2,}:", "");
    return real.startsWith("~") ? System.getProperty("user.home") + real.substring(1) : real;
  }

  /** The database's file, without the ending that H2 gives it. */
  String path() {
    return url.substring("jdbc:h2:".length()).replaceFirst(";.*", "").replaceFirst("^file:", "");
  }

  /** No bean, as the pool would give way to it. */
  private final class Source extends AbstractDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      synchronized (lock) {
        keeper();
        return open();
      }
    }

    @Override
    public Connection getConnection(String sameUser, String samePassword) throws SQLException {
      return getConnection();
    }
  }

  /** Keeps the file open while the pool has no connection to it. */
  private JdbcConnection keeper() throws SQLException {
    JdbcConnection kept = keeper == null ? open() : keeper;
    keeper = kept;
    return kept;
  }

  private JdbcConnection open() throws SQLException {
    if (unwritable.isPresent()) {
      try {
        return connect(url + ";ACCESS_MODE_DATA=r");
      } catch (SQLException e) {
        // What a cut transaction left must be taken back first, and that is a write
        log.debug("Not opened for reading alone", e);
      }
    }
    return connect(url);
  }

  /** A closed file's first connections fail with what closed it. */
  private JdbcConnection connect(String address) throws SQLException {
    SQLException last = new SQLException("not tried");
    for (int i = 0; i < TRIES; i++) {
      try {
        return DriverManager.getConnection(address, user, password).unwrap(JdbcConnection.class);
      } catch (SQLException e) {
        last = e;
        if (!mayBeClosed(e)) {
          throw e;
        }
      }
    }
    throw last;
  }

  /** The pool asks this of every failure. */
  private final class Revival implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
      if (!mayBeClosed(failure)) {
        return Override.CONTINUE_EVICT;
      }
      revive(failure);
      return Override.MUST_EVICT;
    }
  }

  private static boolean mayBeClosed(SQLException failure) {
    return causes(failure)
        .anyMatch(
            it ->
                it instanceof MVStoreException
                    || it instanceof SQLException sql && CLOSED.contains(sql.getErrorCode()));
  }

  private void revive(SQLException failure) {
    synchronized (lock) {
      Optional<String> disk = disk(failure);
      if (disk.isPresent() && unwritable.isEmpty()) {
        takesNothing(disk.get());
        shutDown();
      } else if (!isAlive()) {
        log.error("The database has closed itself ({}); it is opened again", failure.getMessage());
        shutDown();
      }
      evict();
    }
  }

  private boolean isAlive() {
    try {
      return !store(keeper()).isClosed();
    } catch (SQLException | RuntimeException _) {
      return false;
    }
  }

  private void takesNothing(String why) {
    log.error(
        "The disk of {} takes nothing more ({}). Reading goes on, trainings go on in memory, jobs"
            + " wait; all goes on by itself when {} MB can be written",
        path(),
        why,
        ENOUGH_ROOM >> 20);
    unwritable = Optional.of(why);
  }

  private static Optional<String> disk(SQLException failure) {
    return causes(failure)
        .filter(IOException.class::isInstance)
        .map(it -> String.valueOf(it.getMessage()))
        .findFirst();
  }

  /** Ends what H2 keeps of the file in this process; all its connections with it. */
  private void shutDown() {
    execute("shutdown immediately");
  }

  private void execute(String shutDown) {
    keeper = null;
    try (JdbcConnection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(shutDown);
    } catch (SQLException | RuntimeException e) {
      log.debug("{}", shutDown, e);
    }
  }

  private void evict() {
    HikariPoolMXBean connections = connections();
    if (connections != null) {
      connections.softEvictConnections();
    }
  }

  private @Nullable HikariPoolMXBean connections() {
    return pool == null ? null : pool.getHikariPoolMXBean();
  }

  /** Where nothing could be written: whether it can be again, and then does so. */
  void tryAgain() {
    if (unwritable.isEmpty() || !hasRoom()) {
      return;
    }
    quietly(
        LONGEST_PAUSE,
        true,
        () -> {
          synchronized (lock) {
            shutDown();
            unwritable = Optional.empty();
            evict();
          }
        });
    log.info("The disk of {} takes data again; all goes on", path());
  }

  /** By writing, because neither quotas nor read-only disks show in what is said to be free. */
  private boolean hasRoom() {
    String probe = path() + ".room";
    try (OutputStream out = FileUtils.newOutputStream(probe, false)) {
      out.write(new byte[ENOUGH_ROOM]);
      return true;
    } catch (IOException | RuntimeException e) {
      log.debug("No room yet", e);
      return false;
    } finally {
      FileUtils.tryDelete(probe);
    }
  }

  /**
   * Does something while no connection of the pool is in use.
   *
   * @param anyway whether to do it, too, where they do not all come back in time
   * @return whether it was done
   */
  boolean quietly(Duration longest, boolean anyway, Runnable action) {
    HikariPoolMXBean connections = connections();
    if (connections == null) {
      return false;
    }
    connections.suspendPool();
    try {
      long end = System.nanoTime() + longest.toNanos();
      while (connections.getActiveConnections() > 0 && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(1_000_000);
      }
      boolean quiet = connections.getActiveConnections() == 0;
      if (quiet || anyway) {
        action.run();
      }
      return quiet || anyway;
    } finally {
      connections.resumePool();
    }
  }

  /** The open file, where it is open for writing and may be changed. */
  Optional<MVStore> file() {
    synchronized (lock) {
      return unwritable.isPresent() || copying
          ? Optional.empty()
          : Optional.ofNullable(keeper).map(H2Store::store).filter(it -> !it.isClosed());
    }
  }

  /** Bytes of the file. */
  long size() {
    return FileUtils.size(path() + ".mv.db");
  }

  /** Writes a ZIP of the file as it is at one moment, while it is used. */
  void backUp(Path zip) throws SQLException {
    copying = true;
    try (JdbcConnection connection = open();
        PreparedStatement backup = connection.prepareStatement("backup to ?")) {
      backup.setString(1, zip.toString());
      backup.execute();
    } finally {
      copying = false;
    }
  }

  private static MVStore store(JdbcConnection connection) {
    return ((SessionLocal) connection.getSession()).getDatabase().getStore().getMvStore();
  }

  /** Closes the file, after the pool. */
  public void close() throws SQLException {
    synchronized (lock) {
      if (keeper != null) {
        keeper.close();
        keeper = null;
      }
    }
  }

  private static Stream<Throwable> causes(Throwable failure) {
    // A bound, because a chain of causes may run in a circle
    return Stream.<Throwable>iterate(failure, it -> it != null, Throwable::getCause).limit(30);
  }
}
