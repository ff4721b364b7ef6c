package io.descent.storage;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Where the database is a file of H2, puts it behind the pool as {@link H2Store}. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  private static final String URL = "spring.datasource.url";

  static final class OnFile implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return H2Store.isFile(context.getEnvironment().getProperty(URL, ""));
    }
  }

  @Bean
  @Conditional(OnFile.class)
  static H2Store h2Store(Environment settings) {
    return new H2Store(
        settings.getRequiredProperty(URL),
        settings.getProperty("spring.datasource.username", ""),
        settings.getProperty("spring.datasource.password", ""));
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
