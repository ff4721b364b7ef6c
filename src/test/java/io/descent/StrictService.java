package io.descent;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * Another process over the database of {@link ServiceTest} that trains nothing, asks for keys and
 * takes little at once, and whose handlers fail as they are told to.
 */
final class StrictService implements AutoCloseable {

  private static volatile Fault fault = Fault.NONE;

  private final ConfigurableApplicationContext context;

  /** What every call comes to: an error of ours, a database that is away, a disk that is full. */
  enum Fault {
    NONE,
    BROKEN,
    AWAY,
    FULL
  }

  StrictService() {
    context =
        new SpringApplicationBuilder(DescentApplication.class)
            .initializers(DescentApplication::resolveHome, StrictService::letHandlersFail)
            .run(
                "--descent.home=target/strict-service",
                "--descent.db.url=jdbc:h2:mem:service;DB_CLOSE_DELAY=-1",
                "--server.port=0",
                "--descent.workers=0",
                "--descent.security.mode=keys",
                "--descent.limits.upload=32KB",
                "--descent.limits.json=16KB",
                "--descent.limits.instances=100",
                "--descent.limits.trace-numbers=10000",
                "--descent.limits.replay-numbers=10000",
                "--descent.limits.importance-flops=100000",
                "--descent.limits.imported-weights=4KB",
                "--descent.limits.model-cache=4KB",
                "--descent.limits.request-memory=32KB",
                "--descent.limits.upload-idle=1s");
  }

  /** In front of every handler, where also a key has been looked up. */
  private static void letHandlersFail(ConfigurableApplicationContext context) {
    HandlerInterceptor failing =
        new HandlerInterceptor() {
          @Override
          public boolean preHandle(
              HttpServletRequest request, HttpServletResponse response, Object handler) {
            fail();
            return true;
          }
        };
    context
        .getBeanFactory()
        .registerSingleton("failing", new MappedInterceptor(new String[] {"/**"}, failing));
  }

  private static void fail() {
    switch (fault) {
      case NONE -> {}
      case BROKEN -> throw new IllegalStateException("broken on purpose");
      case AWAY -> throw new DataAccessResourceFailureException("away on purpose");
      case FULL -> throw new UncheckedIOException(new IOException("No space left on device"));
    }
  }

  int port() {
    return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  /** What calls come to from now on. */
  void let(Fault wanted) {
    fault = wanted;
  }

  @Override
  public void close() {
    let(Fault.NONE);
    context.close();
  }
}
