package io.descent.run;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The clock of durations, and room in the pool. */
@Configuration(proxyBeanMethods = false)
class RunConfiguration {

  private static final int CONNECTIONS_FOR_ALL_ELSE = 8;

  /** Gives the pool a connection for each worker, and some for all else, unless it is told. */
  @Bean
  static BeanPostProcessor poolSize(Environment settings) {
    int asked = settings.getProperty("descent.workers", Integer.class, -1);
    int needed = new WorkerSettings(asked, "auto", false).workers() + CONNECTIONS_FOR_ALL_ELSE;
    int connections = settings.getProperty("descent.db.connections", Integer.class, needed);
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
          pool.setMaximumPoolSize(connections);
        }
        return bean;
      }
    };
  }

  @Bean
  NanoClock nanoClock() {
    return System::nanoTime;
  }
}
