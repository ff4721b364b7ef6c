package io.descent.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Keeps what a directory would hold had the process been killed, before each thing it does. */
final class DyingDatabase {

  private static final Set<String> DEEDS =
      Set.of("execute", "executeUpdate", "executeBatch", "commit");

  private final Path living;
  private final Path dead;
  private final List<Path> left = new ArrayList<>();

  /**
   * @param living the directory of the database's files
   * @param dead where what is left of them goes, in a directory for each thing done
   */
  DyingDatabase(Path living, Path dead) {
    this.living = living;
    this.dead = dead;
  }

  /** One deed: what is there before it is kept. */
  void step() {
    try {
      Path kept = Files.createDirectories(dead.resolve(String.valueOf(left.size())));
      try (var files = Files.newDirectoryStream(living)) {
        for (Path file : files) {
          Files.copy(file, kept.resolve(file.getFileName()));
        }
      }
      left.add(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was left before each deed, and after the last. */
  List<Path> left() {
    step();
    return List.copyOf(left);
  }

  DataSource before(DataSource real) {
    return proxy(DataSource.class, real);
  }

  private <T> T proxy(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (DEEDS.contains(method.getName())) {
                step();
              }
              try {
                return wrapped(method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Object wrapped(Object result) {
    return switch (result) {
      case Connection it -> proxy(Connection.class, it);
      case PreparedStatement it -> proxy(PreparedStatement.class, it);
      case Statement it -> proxy(Statement.class, it);
      case null, default -> result;
    };
  }
}
