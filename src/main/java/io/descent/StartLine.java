package io.descent;

import io.descent.engine.KernelChoice;
import io.descent.web.Build;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says in one line, once the service is ready, what started and where. */
@Component
class StartLine {

  private static final Logger log = LoggerFactory.getLogger(DescentApplication.class);

  private final Build build;
  private final DataSource database;
  private final Environment environment;

  StartLine(Build build, DataSource database, Environment environment) {
    this.build = build;
    this.database = database;
    this.environment = environment;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) throws SQLException {
    log.info(
        "Descent {} ({}) is ready at {} after {} s: {} kernels, home {}, {}",
        build.version(),
        build.commit(),
        address(),
        seconds(event.getTimeTaken()),
        KernelChoice.name(),
        environment.getRequiredProperty("descent.home"),
        database());
    log.info("Kernels: {}", KernelChoice.explanation());
  }

  private String address() {
    String host = environment.getProperty("server.address", "0.0.0.0");
    String port = environment.getProperty("local.server.port", "no port");
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private String database() throws SQLException {
    try (Connection connection = database.getConnection()) {
      DatabaseMetaData about = connection.getMetaData();
      return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
    }
  }

  private static String seconds(@Nullable Duration taken) {
    return taken == null ? "some" : String.format(Locale.ROOT, "%.1f", taken.toMillis() / 1000.0);
  }
}
