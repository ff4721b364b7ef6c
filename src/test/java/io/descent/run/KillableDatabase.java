package io.descent.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/**
 * A database as a process sees it that dies at some point: of the thread that is armed, the n-th
 * thing it would do does not happen, nor anything after that, and what it had not committed is
 * rolled back.
 */
final class KillableDatabase {

  /** The end of the process. */
  static final class Killed extends Error {

    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private static final Set<String> DEEDS =
      Set.of("execute", "executeUpdate", "executeBatch", "commit");

  private final DataSource real;
  private final LongAdder statements = new LongAdder();
  private final ThreadLocal<LongAdder> statementsHere = ThreadLocal.withInitial(LongAdder::new);
  private volatile Thread victim = new Thread();
  private volatile long left;
  private volatile boolean away;

  KillableDatabase(DataSource real) {
    this.real = real;
  }

  /** Lets this thread do so many things, and then die. */
  void killAfter(long deeds) {
    left = deeds;
    victim = Thread.currentThread();
  }

  /** Whether the thread died before it was told to live on. */
  boolean liveOn() {
    boolean died = left < 0;
    victim = new Thread();
    left = Long.MAX_VALUE;
    return died;
  }

  /** The statements of all threads. */
  long statements() {
    return statements.sum();
  }

  /** The statements of this thread. */
  long statementsHere() {
    return statementsHere.get().sum();
  }

  /** Lets the database be out of reach. */
  void away(boolean value) {
    away = value;
  }

  DataSource dataSource() {
    return proxy(DataSource.class, real, this::dataSource);
  }

  private Object dataSource(Method method, Object[] arguments) throws Throwable {
    if (!method.getName().equals("getConnection")) {
      return call(real, method, arguments);
    }
    if (away) {
      throw new SQLException("out of reach", "08001");
    }
    Connection connection = (Connection) call(real, method, arguments);
    return proxy(Connection.class, connection, (m, a) -> connection(connection, m, a));
  }

  private Object connection(Connection connection, Method method, Object[] arguments)
      throws Throwable {
    live(connection, method.getName());
    Object result = call(connection, method, arguments);
    if (method.getName().equals("commit")) {
      live(connection, "commit");
    }
    if (result instanceof PreparedStatement statement) {
      return proxy(
          PreparedStatement.class, statement, (m, a) -> statement(connection, statement, m, a));
    }
    if (result instanceof Statement statement) {
      return proxy(Statement.class, statement, (m, a) -> statement(connection, statement, m, a));
    }
    return result;
  }

  private Object statement(
      Connection connection, Statement statement, Method method, Object[] arguments)
      throws Throwable {
    live(connection, method.getName());
    if (method.getName().startsWith("execute")) {
      statements.increment();
      statementsHere.get().increment();
    }
    return call(statement, method, arguments);
  }

  private void live(Connection connection, String deed) throws SQLException {
    if (Thread.currentThread() != victim) {
      return;
    }
    if (left < 0 && deed.equals("close")) {
      return;
    }
    if (DEEDS.contains(deed)) {
      left--;
    }
    if (left < 0) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      throw new Killed();
    }
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private interface Call {
    Object call(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, T target, Call call) {
    InvocationHandler handler = (_, method, arguments) -> call.call(method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
