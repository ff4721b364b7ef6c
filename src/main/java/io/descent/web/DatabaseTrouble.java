package io.descent.web;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that is away or full from a mistake of ours. */
final class DatabaseTrouble {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** H2: input or output failed, no disk space. */
  private static final Set<Integer> H2_DISK = Set.of(90100);

  /** H2: connection broken, database closed, closing, or its file in use. */
  private static final Set<Integer> H2_AWAY = Set.of(90067, 90098, 90121, 90020);

  private static final String POSTGRES_DISK_FULL = "53100";

  private DatabaseTrouble() {}

  static Optional<ProblemException> in(Throwable thrown) {
    if (causes(thrown).anyMatch(DatabaseTrouble::diskFull)) {
      return Optional.of(
          ProblemException.of(ProblemKind.DISK_FULL, "there is no disk space left to store this"));
    }
    if (causes(thrown).anyMatch(DatabaseTrouble::away)) {
      return Optional.of(
          ProblemException.unavailable("the database does not answer now", RETRY_AFTER));
    }
    return Optional.empty();
  }

  private static boolean diskFull(Throwable cause) {
    return switch (cause) {
      case SQLException sql ->
          POSTGRES_DISK_FULL.equals(sql.getSQLState()) || H2_DISK.contains(sql.getErrorCode());
      case IOException io -> String.valueOf(io.getMessage()).contains("No space left on device");
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
          state(sql).startsWith("08")
              || state(sql).startsWith("57P")
              || state(sql).startsWith("53")
              || H2_AWAY.contains(sql.getErrorCode());
      default -> false;
    };
  }

  private static String state(SQLException sql) {
    return String.valueOf(sql.getSQLState());
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    // A bound, because a chain of causes may run in a circle
    return Stream.<Throwable>iterate(thrown, it -> it != null, Throwable::getCause).limit(30);
  }
}
