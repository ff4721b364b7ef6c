package io.descent.run;

import io.descent.ServiceTest;
import io.descent.dataset.Datasets;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * A test that is the worker itself: no task is picked, time passes as it says, the database can
 * die, this process's clock is an hour ahead of it, and the data are {@link TableDatasets}; a
 * {@code MockMvcTester} is there too. All such tests share one context.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = {
      "descent.db.url=jdbc:h2:mem:runs;DB_CLOSE_DELAY=-1",
      "descent.home=target/run-test",
      "descent.workers=0"
    })
@AutoConfigureMockMvc
@Import({RunTest.Beans.class, ServiceTest.OwnHost.class})
@interface RunTest {

  /** Time that passes with every look at the clock. */
  final class SteppingClock implements NanoClock {

    private final AtomicLong now = new AtomicLong(1);
    private volatile long step = 1_000_000;
    private volatile Runnable atEachLook = () -> {};
    private final ThreadLocal<Boolean> looking = ThreadLocal.withInitial(() -> false);

    void step(long nanos, Runnable look) {
      step = nanos;
      atEachLook = look;
    }

    void pass(long nanos) {
      now.addAndGet(nanos);
    }

    @Override
    public long nanos() {
      if (!looking.get()) {
        looking.set(true);
        try {
          atEachLook.run();
        } finally {
          looking.set(false);
        }
        return now.addAndGet(step);
      }
      return now.get();
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  class Beans {

    @Bean
    @Primary
    SteppingClock steppingClock() {
      return new SteppingClock();
    }

    @Bean
    @Primary
    Datasets tables() {
      return new TableDatasets();
    }

    @Bean
    static Surroundings surroundings() {
      return new Surroundings();
    }
  }

  /** Puts the database where it can die, and sets this process's clock an hour ahead. */
  final class Surroundings implements BeanPostProcessor {

    private KillableDatabase database;

    KillableDatabase database() {
      return database;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      if (bean instanceof DataSource source) {
        database = new KillableDatabase(source);
        return database.dataSource();
      }
      if (bean instanceof InstantSource clock && name.equals("clock")) {
        InstantSource ahead = () -> clock.instant().plus(Duration.ofHours(1));
        return ahead;
      }
      return bean;
    }
  }
}
