package io.descent.storage;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Where the database is a file of H2, puts it behind the pool as {@link H2Store}. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  private static final String URL = "spring.datasource.url";

  /** None, and not a condition, as conditions are decided where the jar is built. */
  @Bean
  static @Nullable H2Store h2Store(Environment settings) {
    String url = settings.getRequiredProperty(URL);
    return H2Store.isFile(url)
        ? new H2Store(
            url,
            settings.getProperty("spring.datasource.username", ""),
            settings.getProperty("spring.datasource.password", ""))
        : null;
  }

  @Bean
  static BeanPostProcessor h2Source(ObjectProvider<H2Store> file) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
          file.ifAvailable(it -> it.serve(pool));
        }
        return bean;
      }
    };
  }
}
