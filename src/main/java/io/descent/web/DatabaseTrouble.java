package io.descent.web;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that is away, or full, or given no text from a mistake of ours. */
final class DatabaseTrouble {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** H2: no disk space; open for reading alone, as its disk takes nothing. */
  private static final Set<Integer> H2_DISK = Set.of(90100, 90097);

  /** H2: connection broken, database closed, closing, or its file in use. */
  private static final Set<Integer> H2_AWAY = Set.of(90067, 90098, 90121, 90020);

  /** The pool, of a connection that it has taken away because the database failed. */
  private static final String POOLED = "Connection is closed";

  private static final String POSTGRES_DISK_FULL = "53100";

  /** A text holds U+0000, which H2 compares with what there is, and finds in nothing. */
  private static final String POSTGRES_TEXT = "22021";

  /** What an operating system says of a disk that takes nothing. */
  private static final Pattern DISK =
      Pattern.compile("No space left on device|Read-only file system|quota exceeded");

  private DatabaseTrouble() {}

  /** For a call that reads, which goes on soon while nothing can be written. */
  static ProblemException forReading(ProblemException problem) {
    return problem.kind() == ProblemKind.DISK_FULL ? away() : problem;
  }

  /** For a call that writes, while it is known that nothing can be written. */
  static ProblemException forWriting(ProblemException problem) {
    return problem.kind() == ProblemKind.UNAVAILABLE ? full() : problem;
  }

  private static ProblemException full() {
    return ProblemException.of(
        ProblemKind.DISK_FULL,
        "the disk of the database takes nothing more: free space on it, or make it writable; the"
            + " service then goes on by itself");
  }

  private static ProblemException away() {
    return ProblemException.unavailable("the database does not answer now", RETRY_AFTER);
  }

  static Optional<ProblemException> in(Throwable thrown) {
    if (causes(thrown).anyMatch(DatabaseTrouble::diskFull)) {
      return Optional.of(full());
    }
    if (causes(thrown).anyMatch(DatabaseTrouble::away)) {
      return Optional.of(away());
    }
    if (causes(thrown).anyMatch(DatabaseTrouble::noText)) {
      return Optional.of(
          ProblemException.of(
              ProblemKind.UNREADABLE, "a text of the request holds U+0000, which no text may"));
    }
    return Optional.empty();
  }

  private static boolean diskFull(Throwable cause) {
    return switch (cause) {
      case SQLException sql ->
          POSTGRES_DISK_FULL.equals(sql.getSQLState()) || H2_DISK.contains(sql.getErrorCode());
      case IOException io -> DISK.matcher(String.valueOf(io.getMessage())).find();
      default -> false;
    };
  }

  private static boolean away(Throwable cause) {
    return switch (cause) {
      case DataAccessResourceFailureException _,
          TransientDataAccessException _,
          CannotCreateTransactionException _,
          SQLTransientException _ ->
          true;
      case SQLException sql ->
          POOLED.equals(sql.getMessage())
              || state(sql).startsWith("08")
              || state(sql).startsWith("57P")
              || state(sql).startsWith("53")
              || H2_AWAY.contains(sql.getErrorCode());
      default -> false;
    };
  }

  private static boolean noText(Throwable cause) {
    return cause instanceof SQLException sql && POSTGRES_TEXT.equals(sql.getSQLState());
  }

  private static String state(SQLException sql) {
    return String.valueOf(sql.getSQLState());
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    // A bound, because a chain of causes may run in a circle
    return Stream.<Throwable>iterate(thrown, it -> it != null, Throwable::getCause).limit(30);
  }
}
