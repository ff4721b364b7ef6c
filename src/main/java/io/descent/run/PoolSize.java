package io.descent.run;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;

/** Gives the pool a connection for each worker, and twelve for all else. */
final class PoolSize implements BeanPostProcessor {

  private static final int FOR_ALL_ELSE = 12;

  private final Environment settings;

  PoolSize(Environment settings) {
    this.settings = settings;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool) {
      int asked = settings.getProperty("descent.workers", Integer.class, -1);
      pool.setMaximumPoolSize(new WorkerSettings(asked, false).workers() + FOR_ALL_ELSE);
    }
    return bean;
  }
}
