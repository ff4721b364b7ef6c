package io.descent.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/** Ends whoever works with a database before the n-th thing that is done. */
final class DyingDatabase {

  /** The end of the process. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final Set<String> DEEDS =
      Set.of("execute", "executeUpdate", "executeBatch", "commit");

  private long left = Long.MAX_VALUE;

  /** Whether the end came while this was run, so many deeds being done before. */
  boolean comes(long deeds, Runnable work) {
    left = deeds;
    try {
      work.run();
      return false;
    } catch (Killed _) {
      return true;
    } finally {
      left = Long.MAX_VALUE;
    }
  }

  /** One deed. */
  void step() {
    if (--left < 0) {
      throw new Killed();
    }
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
