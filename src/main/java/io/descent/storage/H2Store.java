package io.descent.storage;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.flywaydb.core.Flyway;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * An H2 file behind the pool. H2 closes a file for good when it cannot write to it or when memory
 * runs out, and its connections still call themselves valid. Here the file is opened again at once:
 * for reading alone as long as its disk takes nothing, and as before when it does.
 */
public final class H2Store {

  private static final Logger log = LoggerFactory.getLogger(H2Store.class);

  private static final int ENOUGH_ROOM = 8 << 20;
  private static final int LEAST_CACHE = 4 << 20;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_TURN = Duration.ofSeconds(10);

  private final String user;
  private final String password;
  private final H2Connections connections;
  private final ReentrantLock one = new ReentrantLock();
  private @Nullable HikariDataSource pool;
  private volatile boolean copying;
  private volatile Optional<String> unwritable = Optional.empty();

  public H2Store(String url, String user, String password) {
    this.user = user;
    this.password = password;
    this.connections = new H2Connections(tuned(url), user, password);
  }

  /**
   * H2 keeps the pages that it read or wrote last, by default a sixteenth of the heap. While files
   * are stored these are ever new ones, and more of them than new objects have room for would be
   * moved among the old ones, which are seldom collected and at length. And it gives up a row that
   * others have had for two seconds, where those who decide about one sweep take turns.
   */
  private static String tuned(String url) {
    long bytes = Math.max(LEAST_CACHE, Runtime.getRuntime().maxMemory() / 64);
    return with(with(url, "CACHE_SIZE", bytes / 1024), "LOCK_TIMEOUT", LONGEST_TURN.toMillis());
  }

  private static String with(String url, String setting, long value) {
    boolean chosen = url.toUpperCase(Locale.ROOT).contains(";" + setting + "=");
    return chosen ? url : url + ";" + setting + "=" + value;
  }

  /** Whether a JDBC address names a file of H2, and not its memory or a server. */
  public static boolean isFile(String url) {
    return url.startsWith("jdbc:h2:") && !url.matches("jdbc:h2:(mem|tcp|ssl|zip):.*");
  }

  /** Becomes the pool's source, with a file that has all tables where there was none. */
  void serve(HikariDataSource served) {
    H2File file = new H2File(connections.file());
    file.check();
    file.create(this::makeTables);
    pool = served;
    served.setDataSource(new Source());
    served.setExceptionOverride(new Revival());
    served.setAllowPoolSuspension(true);
  }

  private void makeTables(Path database) {
    Flyway.configure().dataSource(connections.url(database), user, password).load().migrate();
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
          synchronized (connections) {
            connections.closeAll();
            evict();
            new H2File(connections.file()).upgrade(version, this::makeTables);
          }
        });
  }

  /** Why nothing can be written now. */
  Optional<String> unwritable() {
    return unwritable;
  }

  /** No bean, as the pool would give way to it. */
  private final class Source extends AbstractDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      return connections.open();
    }

    @Override
    public Connection getConnection(String sameUser, String samePassword) throws SQLException {
      return getConnection();
    }
  }

  /** The pool asks this of every failure. */
  private final class Revival implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
      if (!H2Connections.mayBeClosed(failure)) {
        return Override.CONTINUE_EVICT;
      }
      revive(failure);
      return Override.MUST_EVICT;
    }
  }

  private void revive(SQLException failure) {
    synchronized (connections) {
      Optional<String> disk = H2Connections.disk(failure);
      if (disk.isPresent() && unwritable.isEmpty()) {
        takesNothing(disk.get());
      } else if (!connections.isAlive()) {
        log.error("The database has closed itself ({}); it is opened again", failure.getMessage());
        connections.shutDown();
      }
      evict();
    }
  }

  private void takesNothing(String why) {
    log.error(
        "The disk of {} takes nothing more ({}). Reading goes on, trainings go on in memory, jobs"
            + " wait; all goes on by itself when {} MB can be written",
        connections.path(),
        why,
        ENOUGH_ROOM >> 20);
    unwritable = Optional.of(why);
    connections.reopen(true);
  }

  /** Where nothing could be written: whether it can be again, and then does so. */
  void tryAgain() {
    if (unwritable.isPresent() && connections.hasRoom(ENOUGH_ROOM)) {
      quietly(LONGEST_PAUSE, true, this::writeAgain);
      log.info("The disk of {} takes data again; all goes on", connections.path());
    }
  }

  private void writeAgain() {
    evict();
    await(HikariPoolMXBean::getTotalConnections, LONGEST_PAUSE);
    synchronized (connections) {
      connections.reopen(false);
      unwritable = Optional.empty();
    }
  }

  private void evict() {
    HikariPoolMXBean pooled = pooled();
    if (pooled != null) {
      pooled.softEvictConnections();
    }
  }

  private @Nullable HikariPoolMXBean pooled() {
    return pool == null ? null : pool.getHikariPoolMXBean();
  }

  /**
   * Does something while no connection of the pool is in use, one such thing at a time.
   *
   * @param anyway whether to do it, too, where they do not all come back in time
   * @return whether it was done
   */
  boolean quietly(Duration longest, boolean anyway, Runnable action) {
    HikariPoolMXBean pooled = pooled();
    if (pooled == null) {
      return false;
    }
    one.lock();
    pooled.suspendPool();
    try {
      boolean quiet = await(HikariPoolMXBean::getActiveConnections, longest);
      if (quiet || anyway) {
        action.run();
      }
      return quiet || anyway;
    } finally {
      pooled.resumePool();
      one.unlock();
    }
  }

  /** Whether there were none of a kind within a time. */
  private boolean await(ToIntFunction<HikariPoolMXBean> kind, Duration longest) {
    HikariPoolMXBean pooled = pooled();
    long end = System.nanoTime() + longest.toNanos();
    while (pooled != null && kind.applyAsInt(pooled) > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    return pooled == null || kind.applyAsInt(pooled) == 0;
  }

  /** The open file, where it is open for writing and may be changed. */
  Optional<MVStore> file() {
    return unwritable.isPresent() || copying ? Optional.empty() : connections.store();
  }

  /**
   * Closes the file and opens it again without what is unused of it, unless the pool is in use or
   * the file is being copied.
   *
   * @return whether it was done
   */
  boolean compact(Duration longest) {
    return quietly(
        longest,
        false,
        () -> {
          synchronized (connections) {
            connections.compact();
            evict();
          }
        });
  }

  /** Bytes of the file. */
  long size() {
    return connections.size();
  }

  /** Writes a ZIP of the file as it is at one moment, while it is used. */
  void backUp(Path zip) throws SQLException {
    one.lock();
    copying = true;
    try (Connection connection = connections.open();
        PreparedStatement backup = connection.prepareStatement("backup to ?")) {
      backup.setString(1, zip.toString());
      backup.execute();
    } finally {
      copying = false;
      one.unlock();
    }
  }

  /** Closes the file, after the pool. */
  public void close() throws SQLException {
    connections.close();
  }
}
