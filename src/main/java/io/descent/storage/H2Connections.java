package io.descent.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to an H2 file, for writing or for reading alone, and ends what H2 keeps of it
 * in this process. One connection of its own keeps the file open while no other does.
 */
final class H2Connections {

  private static final Logger log = LoggerFactory.getLogger(H2Connections.class);

  /** Closed, called while it shut down, connection broken, out of memory. */
  private static final Set<Integer> CLOSED = Set.of(90098, 90121, 90067, 90108);

  /** The file is locked: by another process, or by a database that H2 has forgotten. */
  private static final int IN_USE = 90020;

  private static final String SHUTDOWN_NOW = "shutdown immediately";
  private static final int TRIES = 3;

  private final String url;
  private final String user;
  private final String password;
  private boolean readOnly;
  private @Nullable JdbcConnection keeper;

  H2Connections(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** The database's file, without the ending that H2 gives it. */
  String path() {
    return url.substring("jdbc:h2:".length()).replaceFirst(";.*", "").replaceFirst("^file:", "");
  }

  /** The same without the file system that a test may have put before it. */
  Path file() {
    String real = path().replaceFirst("^[a-z]{2,}:", "");
    return Path.of(
        real.startsWith("~") ? System.getProperty("user.home") + real.substring(1) : real);
  }

  /** The address of a database in another place, opened in the same way. */
  String url(Path database) {
    return "jdbc:h2:file:" + database + url.replaceFirst("^[^;]*", "");
  }

  /** Bytes of the file. */
  long size() {
    return FileUtils.size(path() + ".mv.db");
  }

  /** Opens the file from now on for reading alone, or for writing again. */
  synchronized void reopen(boolean forReadingAlone) {
    // The database as it is open now must end, and that may open it once more
    boolean before = readOnly;
    readOnly = before || forReadingAlone;
    shutDown(SHUTDOWN_NOW);
    readOnly = forReadingAlone;
  }

  /** Ends the open database at once, and all connections to it. */
  synchronized void shutDown() {
    shutDown(SHUTDOWN_NOW);
  }

  /** Closes the open database in good order, and all connections to it. */
  synchronized void closeAll() {
    shutDown("shutdown");
  }

  /** As {@link #closeAll}, and writes what is used of the file into a new one. */
  synchronized void compact() {
    shutDown("shutdown compact");
  }

  private void shutDown(String statement) {
    keeper = null;
    try (JdbcConnection connection = connect();
        Statement shutDown = connection.createStatement()) {
      shutDown.execute(statement);
    } catch (SQLException | RuntimeException e) {
      log.debug("{}", statement, e);
    }
  }

  synchronized JdbcConnection open() throws SQLException {
    try {
      keeper();
      return connect();
    } catch (SQLException e) {
      if (e.getErrorCode() != IN_USE || keeper == null) {
        throw e;
      }
      abandon(keeper);
      keeper();
      return connect();
    }
  }

  /**
   * H2 finds an open database by its name, and a late call to one that was shut down makes it
   * forget the one that was opened since: that holds the file, and takes no new connection.
   */
  private void abandon(JdbcConnection forgotten) {
    keeper = null;
    try (Statement statement = forgotten.createStatement()) {
      statement.execute(SHUTDOWN_NOW);
    } catch (SQLException | RuntimeException e) {
      log.debug("Abandoned", e);
    }
  }

  private JdbcConnection keeper() throws SQLException {
    JdbcConnection kept = keeper == null ? connect() : keeper;
    keeper = kept;
    return kept;
  }

  private JdbcConnection connect() throws SQLException {
    if (readOnly) {
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

  /** Whether the database is open and its file, too. */
  synchronized boolean isAlive() {
    try {
      return !store(keeper()).isClosed();
    } catch (SQLException | RuntimeException _) {
      return false;
    }
  }

  /** The open file. */
  synchronized Optional<MVStore> store() {
    return Optional.ofNullable(keeper).map(H2Connections::store).filter(it -> !it.isClosed());
  }

  private static MVStore store(JdbcConnection connection) {
    return ((SessionLocal) connection.getSession()).getDatabase().getStore().getMvStore();
  }

  /** By writing, because neither quotas nor read-only disks show in what is said to be free. */
  boolean hasRoom(int bytes) {
    String probe = path() + ".room";
    try (OutputStream out = FileUtils.newOutputStream(probe, false)) {
      out.write(new byte[bytes]);
      return true;
    } catch (IOException | RuntimeException e) {
      log.debug("No room yet", e);
      return false;
    } finally {
      FileUtils.tryDelete(probe);
    }
  }

  /** Lets go of the file. */
  synchronized void close() throws SQLException {
    if (keeper != null) {
      keeper.close();
      keeper = null;
    }
  }

  /** Whether a failure may be that of a database that has closed itself. */
  static boolean mayBeClosed(SQLException failure) {
    return causes(failure)
        .anyMatch(
            it ->
                it instanceof MVStoreException
                    || it instanceof SQLException sql && CLOSED.contains(sql.getErrorCode()));
  }

  /** What a disk said, where a failure is the disk's. */
  static Optional<String> disk(SQLException failure) {
    return causes(failure)
        .filter(IOException.class::isInstance)
        .map(it -> String.valueOf(it.getMessage()))
        .findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    // A bound, because a chain of causes may run in a circle
    return Stream.<Throwable>iterate(failure, it -> it != null, Throwable::getCause).limit(30);
  }
}
