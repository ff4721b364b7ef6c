package io.descent;

import io.descent.security.RefusedStart;
import java.net.BindException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
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

  private final @Nullable ConfigurableApplicationContext context;

  RefusedStartReporter(@Nullable ConfigurableApplicationContext context) {
    this.context = context;
  }

  @Override
  public boolean reportException(Throwable failure) {
    Optional<String> sentence =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .limit(30)
            .flatMap(cause -> sentence(cause).stream())
            .findFirst();
    sentence.ifPresent(it -> log.error("Not started: {}.", it));
    return sentence.isPresent();
  }

  private Optional<String> sentence(Throwable cause) {
    return switch (cause) {
      case RefusedStart e -> Optional.ofNullable(e.getMessage());
      case PortInUseException e ->
          Optional.of("port " + e.getPort() + " is in use: choose another with --server.port=8081");
      case BindException _ ->
          Optional.of(setting("server.address") + " is not an address of this machine");
      case SQLException e -> database(e);
      default -> Optional.empty();
    };
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
