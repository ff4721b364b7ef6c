package io.descent;

import io.descent.security.RefusedStart;
import io.descent.storage.H2Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Whether the home can be written. Where the database is in it, the start is refused if not; else
 * there is no file of logs.
 */
final class HomeCheck implements EnvironmentPostProcessor, Ordered {

  static final String HOME = "descent.home";

  /** Before the log's file is opened. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (environment.containsProperty(HOME) && refusal(home(environment)).isPresent()) {
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource("no logs", Map.of("logging.file.name", "")));
    }
  }

  static Path home(Environment environment) {
    return Path.of(environment.getRequiredProperty(HOME)).toAbsolutePath().normalize();
  }

  /** Refuses a home that is to hold the database and cannot. */
  static void require(Path home, Environment environment) {
    if (H2Store.isFile(environment.getProperty("descent.db.url", ""))) {
      refusal(home)
          .ifPresent(
              why -> {
                throw new RefusedStart(
                    "nothing can be written to "
                        + home
                        + " ("
                        + why
                        + "): make it writable, or choose another directory with"
                        + " --descent.home=DIR");
              });
    }
  }

  private static Optional<String> refusal(Path home) {
    try {
      Files.createDirectories(home);
      Files.delete(Files.createTempFile(home, "written", ""));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
