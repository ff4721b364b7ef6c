package io.descent;

import io.descent.security.RefusedStart;
import io.descent.storage.UnusableDatabase;
import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in one sentence, without a stack trace, why the service could not start where we know. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusedStartReporter implements SpringBootExceptionReporter {

  private static final Logger log = LoggerFactory.getLogger(DescentApplication.class);

  /** H2: the file is locked by another process. */
  private static final int H2_IN_USE = 90020;

  private static final int H2_CORRUPT = 90030;

  private final @Nullable ConfigurableApplicationContext context;

  RefusedStartReporter(@Nullable ConfigurableApplicationContext context) {
    this.context = context;
  }

  @Override
  public boolean reportException(Throwable failure) {
    Optional<String> sentence =
        causes(failure)
            .flatMap(cause -> sentence(cause).stream())
            .findFirst()
            .or(() -> causes(failure).flatMap(cause -> tables(cause).stream()).findFirst());
    sentence.ifPresent(it -> log.error("Not started: {}.", it));
    return sentence.isPresent();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(30);
  }

  private Optional<String> sentence(Throwable cause) {
    return switch (cause) {
      case RefusedStart e -> Optional.ofNullable(e.getMessage());
      case UnusableDatabase e -> Optional.ofNullable(e.getMessage());
      case MVStoreException e when e.getCause() instanceof IOException io ->
          Optional.of(
              "the database in "
                  + setting("descent.home")
                  + " cannot be read or written: "
                  + io.getMessage());
      case MVStoreException _ -> Optional.of(damaged());
      case PortInUseException e ->
          Optional.of("port " + e.getPort() + " is in use: choose another with --server.port=8081");
      case BindException _ ->
          Optional.of(setting("server.address") + " is not an address of this machine");
      case SQLException e -> database(e);
      default -> Optional.empty();
    };
  }

  private String damaged() {
    return "the database in "
        + setting("descent.home")
        + " is cut off or damaged: put a backup in its place, or move it away to begin anew";
  }

  /** Versions before 0.2 could be killed in the midst of making the tables. */
  private Optional<String> tables(Throwable cause) {
    return cause instanceof FlywayException
        ? Optional.of(
            "the tables of the database could not be brought up to date, as what is there is not"
                + " what a finished start leaves: restore a backup, or begin in an empty directory"
                + " with --descent.home=DIR")
        : Optional.empty();
  }

  private Optional<String> database(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (e.getErrorCode() == H2_IN_USE) {
      return Optional.of(
          "the database in "
              + setting("descent.home")
              + " is in use by another process: stop it, or choose another directory with"
              + " --descent.home=DIR");
    }
    if (e.getErrorCode() == H2_CORRUPT) {
      return Optional.of(damaged());
    }
    if (state.startsWith("08")) {
      return Optional.of("the database does not answer: see DESCENT_DB_URL");
    }
    if (state.startsWith("28")) {
      return Optional.of(
          "the database refuses the login: see DESCENT_DB_USER and DESCENT_DB_PASSWORD");
    }
    return Optional.empty();
  }

  private String setting(String name) {
    String value = context == null ? null : context.getEnvironment().getProperty(name);
    return value == null ? name : value;
  }
}
